using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>Makes the bucket on first use, where that is allowed.</summary>
internal sealed class S3Bucket(AmazonS3Client client, StorageAddress.S3 address) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile bool _ready = !address.CreateBucket;

    /// <exception cref="StoreUnavailableException">It is not there and cannot be made.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_ready)
        {
            return;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_ready)
            {
                _ready = await S3Connection.GuardAsync(CreateAsync, cancellationToken);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.HeadBucketAsync(new HeadBucketRequest { BucketName = address.Bucket }, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is not HttpStatusCode.Forbidden)
        {
            // The answer to a HEAD has no body, so anything but a refusal of the keys tells nothing. Making the bucket is safe where it
            // is there already, and a refusal of that says why.
            await MakeAsync(cancellationToken);
        }

        return true;
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.PutBucketAsync(new PutBucketRequest { BucketName = address.Bucket }, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode is "BucketAlreadyOwnedByYou" or "BucketAlreadyExists")
        {
            // Another node was quicker.
        }
    }
}
