using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>
/// Keeps objects in an S3-compatible store. What fits one part is sent whole; anything longer as a multipart upload, one part in memory
/// at a time, that appears only when it is complete.
/// </summary>
internal sealed class S3ArtifactStore : IArtifactStore, IStoreMaintenance, IDisposable
{
    private const string ProbeKey = "health/check.txt";

    private readonly StorageAddress.S3 _address;
    private readonly TimeProvider _time;
    private readonly AmazonS3Client _client;
    private readonly S3Bucket _bucket;

    public S3ArtifactStore(StorageAddress.S3 address, TimeProvider time)
    {
        _address = address;
        _time = time;
        _client = S3Connection.Create(address);
        _bucket = new S3Bucket(_client, address);
    }

    public string Description => _address.ToString();

    public async Task<StoredObject> PutAsync(string key, Stream content, string contentType, CancellationToken cancellationToken)
    {
        StoreKey.Check(key);
        await _bucket.EnsureAsync(cancellationToken);
        var writer = new S3ObjectWriter(_client, _address, FullKey(key), contentType);
        var (bytes, sha256) = await writer.WriteAsync(content, cancellationToken);
        return new StoredObject(key, bytes, sha256);
    }

    public async Task<StoredContent?> OpenAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        StoreKey.Check(key);
        if (range is { } wanted && (wanted.From < 0 || wanted.To < wanted.From))
        {
            range = new ByteRange(Math.Max(0, wanted.From), Math.Max(0, wanted.To));
        }

        var request = new GetObjectRequest
        {
            BucketName = _address.Bucket,
            Key = FullKey(key),
            ByteRange = range is { } part ? new Amazon.S3.Model.ByteRange(part.From, part.To) : null,
        };
        try
        {
            var response = await _client.GetObjectAsync(request, cancellationToken);
            var length = response.ContentLength;
            var total = S3Connection.TotalOf(response.ContentRange) ?? length;
            return new StoredContent(new S3ReadStream(response, _address.Timeout, _time), total, length);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return await LengthAsync(key, cancellationToken) is { } total ? new StoredContent(Stream.Null, total, 0) : null;
        }
        catch (Exception exception) when (S3Connection.IsFault(exception, cancellationToken))
        {
            throw S3Connection.Unavailable(exception);
        }
    }

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        StoreKey.Check(key);
        return S3Connection.GuardAsync(
            async token =>
            {
                if (await LengthAsync(key, token) is null)
                {
                    return false;
                }

                await _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _address.Bucket, Key = FullKey(key) }, token);
                return true;
            },
            cancellationToken);
    }

    public async IAsyncEnumerable<StoredEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreKey.CheckPrefix(prefix);
        await _bucket.EnsureAsync(cancellationToken);
        var request = new ListObjectsV2Request { BucketName = _address.Bucket, Prefix = _address.Prefix + prefix };
        do
        {
            var page = await S3Connection.GuardAsync(token => _client.ListObjectsV2Async(request, token), cancellationToken);
            foreach (var item in page.S3Objects ?? [])
            {
                var key = item.Key[_address.Prefix.Length..];
                if (StoreKey.IsWellFormed(key) && key != ProbeKey)
                {
                    yield return new StoredEntry(key, item.Size ?? 0, new DateTimeOffset((item.LastModified ?? DateTime.UnixEpoch).ToUniversalTime(), TimeSpan.Zero));
                }
            }

            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    public async Task<StoreHealth> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var probe = new MemoryStream([1]);
            await PutAsync(ProbeKey, probe, "text/plain", cancellationToken);
            return new StoreHealth(true, null);
        }
        catch (StoreUnavailableException exception)
        {
            return new StoreHealth(false, exception.Message);
        }
    }

    public Task<int> RemoveUnfinishedAsync(DateTimeOffset before, CancellationToken cancellationToken) => S3Connection.GuardAsync(
        async token =>
        {
            var request = new ListMultipartUploadsRequest { BucketName = _address.Bucket, Prefix = _address.Prefix };
            var page = await _client.ListMultipartUploadsAsync(request, token);
            var old = (page.MultipartUploads ?? []).Where(upload => upload.Initiated?.ToUniversalTime() < before.UtcDateTime).ToList();
            foreach (var upload in old)
            {
                await _client.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = _address.Bucket, Key = upload.Key, UploadId = upload.UploadId }, token);
            }

            return old.Count;
        },
        cancellationToken);

    public void Dispose()
    {
        _bucket.Dispose();
        _client.Dispose();
    }

    private async Task<long?> LengthAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var head = await _client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = _address.Bucket, Key = FullKey(key) }, cancellationToken);
            return head.ContentLength;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private string FullKey(string key) => _address.Prefix + key;
}
