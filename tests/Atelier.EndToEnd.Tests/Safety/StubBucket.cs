using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Atelier.EndToEnd.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>As much of an S3 store as the server needs, in memory. It refuses now and then, and its refusals repeat what it was sent.</summary>
internal sealed class StubBucket : IAsyncDisposable
{
    private readonly WebApplication app;
    private int faults;

    private StubBucket(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Refuses the next requests.</summary>
    public void Refuse(int times) => Interlocked.Exchange(ref faults, times);

    public static async Task<StubBucket> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var bucket = new StubBucket(app);
        app.Run(bucket.ServeAsync);
        await app.StartAsync(Installation.Cancel);
        return bucket;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        if (Interlocked.Decrement(ref faults) >= 0)
        {
            http.Response.StatusCode = 403;
            http.Response.ContentType = "application/xml";
            await http.Response.WriteAsync(
                $"<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message><StringToSign>{http.Request.Headers.Authorization}</StringToSign></Error>");
            return;
        }

        var key = http.Request.Path.Value!;
        if (HttpMethods.IsPut(http.Request.Method))
        {
            Objects[key] = await ReadAsync(http.Request);
            http.Response.Headers.ETag = "\"00000000000000000000000000000000\"";
        }
        else if (http.Request.Query.Count > 0)
        {
            http.Response.ContentType = "application/xml";
            await http.Response.WriteAsync("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
        }
        else if (Objects.TryGetValue(key, out var bytes))
        {
            await Results.Bytes(bytes, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(http);
        }
        else
        {
            http.Response.StatusCode = key.Trim('/').Contains('/', StringComparison.Ordinal) ? 404 : 200;
        }
    }

    /// <summary>Signed chunks are a line with a length, the bytes, and a line's end.</summary>
    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        if (!request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING", StringComparison.Ordinal))
        {
            return bytes;
        }

        using var plain = new MemoryStream();
        for (var at = 0; at < bytes.Length;)
        {
            var end = bytes.AsSpan(at).IndexOf("\r\n"u8) + at;
            var length = int.Parse(Encoding.ASCII.GetString(bytes, at, end - at).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            plain.Write(bytes, end + 2, length);
            at = length == 0 ? bytes.Length : end + 2 + length + 2;
        }

        return plain.ToArray();
    }
}
