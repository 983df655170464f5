using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>Writes one object from a stream of unknown length with one part in memory at a time.</summary>
internal sealed class S3ObjectWriter(AmazonS3Client client, StorageAddress.S3 address, string key, string contentType)
{
    // S3 allows 10,000 parts of at least 5 MiB each; with parts of this size an object may have 78 GiB.
    private const int PartSize = 8 * 1024 * 1024;
    private const int MostParts = 10_000;
    private const int FirstBuffer = 256 * 1024;

    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Writes the object. A fault of the source leaves nothing in the store and is thrown as it is.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public async Task<(long Bytes, string Sha256)> WriteAsync(Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = new PartBuffer();
        try
        {
            var first = await part.FillAsync(content, hash, cancellationToken);
            var bytes = part.IsFull
                ? await WritePartsAsync(content, part, hash, cancellationToken)
                : await WriteWholeAsync(part, first, cancellationToken);
            return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            part.Dispose();
        }
    }

    private async Task<long> WriteWholeAsync(PartBuffer part, int bytes, CancellationToken cancellationToken)
    {
        using var body = part.Open();
        var request = new PutObjectRequest
        {
            BucketName = address.Bucket, Key = key, ContentType = contentType, InputStream = body, AutoCloseStream = false,
        };
        await S3Connection.GuardAsync(token => client.PutObjectAsync(request, token), cancellationToken);
        return bytes;
    }

    private async Task<long> WritePartsAsync(Stream content, PartBuffer part, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = address.Bucket, Key = key, ContentType = contentType };
        var upload = await S3Connection.GuardAsync(token => client.InitiateMultipartUploadAsync(begin, token), cancellationToken);
        try
        {
            var tags = new List<PartETag>();
            long bytes = 0;
            for (var length = PartSize; length > 0; length = await part.FillAsync(content, hash, cancellationToken))
            {
                tags.Add(await WritePartAsync(part, upload.UploadId, tags.Count + 1, cancellationToken));
                bytes += length;
            }

            var end = new CompleteMultipartUploadRequest { BucketName = address.Bucket, Key = key, UploadId = upload.UploadId, PartETags = tags };
            await S3Connection.GuardAsync(token => client.CompleteMultipartUploadAsync(end, token), cancellationToken);
            return bytes;
        }
        catch
        {
            await AbortAsync(upload.UploadId);
            throw;
        }
    }

    private async Task<PartETag> WritePartAsync(PartBuffer part, string uploadId, int number, CancellationToken cancellationToken)
    {
        if (number > MostParts)
        {
            throw new StoreUnavailableException($"The object is larger than {(long)PartSize * MostParts} bytes, more than an S3 upload can hold.");
        }

        using var body = part.Open();
        var request = new UploadPartRequest
        {
            BucketName = address.Bucket, Key = key, UploadId = uploadId, PartNumber = number, InputStream = body, PartSize = body.Length,
        };
        var answer = await S3Connection.GuardAsync(token => client.UploadPartAsync(request, token), cancellationToken);
        return new PartETag(number, answer.ETag);
    }

    /// <summary>The caller may have cancelled, so this has a time limit of its own. What is left over is removed by maintenance.</summary>
    private async Task AbortAsync(string uploadId)
    {
        using var limit = new CancellationTokenSource(AbortTimeout);
        try
        {
            await client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = address.Bucket, Key = key, UploadId = uploadId }, limit.Token);
        }
        catch (Exception exception) when (S3Connection.IsFault(exception, CancellationToken.None))
        {
            // The fault that led here is the one to report.
        }
    }

    /// <summary>A part's bytes; starts small, because most pictures are far smaller than a part.</summary>
    private sealed class PartBuffer : IDisposable
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        private int _length;

        public bool IsFull => _length == PartSize;

        public MemoryStream Open() => new(_bytes, 0, _length, writable: false);

        public async Task<int> FillAsync(Stream content, IncrementalHash hash, CancellationToken cancellationToken)
        {
            _length = 0;
            while (_length < PartSize)
            {
                Grow();
                var room = Math.Min(_bytes.Length, PartSize) - _length;
                var count = await content.ReadAsync(_bytes.AsMemory(_length, room), cancellationToken);
                if (count == 0)
                {
                    break;
                }

                hash.AppendData(_bytes, _length, count);
                _length += count;
            }

            return _length;
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

        private void Grow()
        {
            if (_length < _bytes.Length)
            {
                return;
            }

            var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_bytes.Length * 2, PartSize));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
