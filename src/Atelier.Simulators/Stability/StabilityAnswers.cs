using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability;

/// <summary>Finish reasons of a delivered result.</summary>
internal static class FinishReasons
{
    public const string Success = "SUCCESS";

    /// <summary>Delivered, but blurred.</summary>
    public const string Filtered = "CONTENT_FILTERED";
}

/// <summary>One delivered picture or video.</summary>
/// <param name="Content">Bytes; empty when a fault asks for an empty result.</param>
/// <param name="MediaType">Their type, without parameters.</param>
/// <param name="FinishReason">One of <see cref="FinishReasons"/>.</param>
/// <param name="Seed">The seed used.</param>
internal sealed record DeliveredMedia(byte[] Content, string MediaType, string FinishReason, long Seed);

/// <summary>Writes the vendor's answers.</summary>
internal static class StabilityAnswers
{
    /// <summary>Stands for both names that results of jobs are known under.</summary>
    private const string BothFields = "both";

    // The vendor does not escape quotes and letters the way the framework does by default.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON object.</summary>
    public static Task WriteJsonAsync(HttpContext context, string contentType, Action<Utf8JsonWriter> members) =>
        WriteRawJsonAsync(context, contentType, writer =>
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        });

    public static async Task WriteRawJsonAsync(HttpContext context, string contentType, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            content(writer);
        }

        context.Response.ContentType = contentType;
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>A v2beta result: bytes with headers, or JSON with the media in the named field.</summary>
    public static Task WriteMediaAsync(HttpContext context, DeliveredMedia media, bool asJson, string field)
    {
        context.Response.Headers["x-request-id"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (!asJson)
        {
            context.Response.Headers["finish-reason"] = media.FinishReason;
            context.Response.Headers["seed"] = media.Seed.ToString(CultureInfo.InvariantCulture);
            return WriteBytesAsync(context, media);
        }

        return WriteJsonAsync(context, $"application/json; type={media.MediaType}", writer =>
        {
            foreach (var name in field == BothFields ? ["image", "result"] : new[] { field })
            {
                writer.WriteBase64String(name, media.Content);
            }

            writer.WriteString("finish_reason", media.FinishReason);
            writer.WriteNumber("seed", media.Seed);
        });
    }

    /// <summary>A v2beta result whose bytes come with nothing but the id of the request.</summary>
    public static Task WritePlainAsync(HttpContext context, DeliveredMedia media)
    {
        context.Response.Headers["x-request-id"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return WriteBytesAsync(context, media);
    }

    public static async Task WriteBytesAsync(HttpContext context, DeliveredMedia media)
    {
        context.Response.ContentType = media.MediaType;
        context.Response.ContentLength = media.Content.Length;
        await context.Response.Body.WriteAsync(media.Content, context.RequestAborted);
    }
}
