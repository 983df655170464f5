using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>How the S3 library is set up, and how its faults are told.</summary>
internal static class S3Connection
{
    private const int MostRetries = 3;

    public static AmazonS3Client Create(StorageAddress.S3 address)
    {
        var checksums = address.ChecksumsAlways;
        var config = new AmazonS3Config
        {
            ForcePathStyle = address.PathStyle,
            AuthenticationRegion = address.Region,
            Timeout = address.Timeout,
            MaxErrorRetry = MostRetries,

            // Many self-hosted stores refuse the checksum trailers that the library sends by default.
            RequestChecksumCalculation = checksums ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = checksums ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (address.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.UseHttp = endpoint.Scheme == "http";
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(address.Region);
        }

        // Without keys of its own the library looks for AWS_ACCESS_KEY_ID and its kin, then for the role of the machine.
        return address is { AccessKey: { } access, SecretKey: { } secret }
            ? new AmazonS3Client(new BasicAWSCredentials(access, secret), config)
            : new AmazonS3Client(config);
    }

    /// <summary>The total out of <c>bytes 0-9/100</c>.</summary>
    public static long? TotalOf(string? contentRange) =>
        contentRange is not null
        && long.TryParse(contentRange.AsSpan(contentRange.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            ? total
            : null;

    /// <summary>Whether an exception is the store's; the caller's own cancellation is not.</summary>
    public static bool IsFault(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        StoreUnavailableException => false,
        AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    public static StoreUnavailableException Unavailable(Exception exception) =>
        new($"The S3 store cannot be used: {Reason(exception)}", exception);

    public static async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action(cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            throw Unavailable(exception);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => "the bucket does not exist. Make it, or set create_bucket=true in ATELIER_STORAGE.",
        AmazonS3Exception { ErrorCode.Length: > 0 } refused => $"{refused.ErrorCode} ({(int)refused.StatusCode}) {refused.Message}",
        OperationCanceledException => "it did not answer in time.",
        _ => exception.Message,
    };
}
