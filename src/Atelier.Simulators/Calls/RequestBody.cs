using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Atelier.Simulators.Calls;

/// <summary>The body of a request, read once ahead of the vendor: hashed, parsed when it is JSON or a form, and rewound.</summary>
internal sealed class RequestBody
{
    private const int SearchableBytes = 1024 * 1024;

    private static readonly RequestBody Empty = new(default, null);
    private readonly ReadOnlyMemory<byte> _head;
    private readonly IFormCollection? _form;

    private RequestBody(ReadOnlyMemory<byte> head, IFormCollection? form) => (_head, _form) = (head, form);

    /// <summary>Reads the body and notes hash, size, model, prompt and parsed JSON on the call.</summary>
    public static async Task<RequestBody> ReadAsync(HttpContext context, SimulatedCall call, long maxBytes)
    {
        var request = context.Request;
        if (request.ContentLength is null or 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            return Empty;
        }

        request.EnableBuffering(SearchableBytes, maxBytes);
        var head = await HashAsync(request.Body, call, context.RequestAborted);
        request.Body.Position = 0;
        var form = await ReadFormAsync(context, maxBytes);
        if (form is null)
        {
            await ReadJsonAsync(context, call);
        }

        request.Body.Position = 0;
        call.Model = PromptFields.Model(call.Json, form);
        call.Prompt = PromptFields.Prompt(call.Json, form);
        return new RequestBody(head, form);
    }

    /// <summary>Whether the text stands in the first MiB of the body, or in a form field.</summary>
    public bool Contains(string text) =>
        _head.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
        || (_form is not null && _form.Any(field => field.Value.Any(value => value?.Contains(text, StringComparison.Ordinal) is true)));

    private static async Task<ReadOnlyMemory<byte>> HashAsync(Stream body, SimulatedCall call, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = new ArrayBufferWriter<byte>();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                call.BodyBytes += read;
                head.Write(buffer.AsSpan(0, Math.Min(read, SearchableBytes - head.WrittenCount)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (call.BodyBytes > 0)
        {
            call.BodySha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        }

        return head.WrittenMemory;
    }

    /// <summary>
    /// A form that does not parse yields null here; the failure stays with the request, and the vendor meets it when it reads the form
    /// itself.
    /// </summary>
    private static async Task<IFormCollection?> ReadFormAsync(HttpContext context, long maxBytes)
    {
        var options = new FormOptions
        {
            MultipartBodyLengthLimit = maxBytes,
            ValueLengthLimit = 16 * SearchableBytes,
            ValueCountLimit = 4096,
        };
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, options));
        if (!context.Request.HasFormContentType)
        {
            return null;
        }

        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task ReadJsonAsync(HttpContext context, SimulatedCall call)
    {
        if (call.BodyBytes == 0)
        {
            return;
        }

        try
        {
            var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            context.Response.RegisterForDispose(document);
            call.Json = document.RootElement;
        }
        catch (JsonException)
        {
            // Raw bytes, or JSON the vendor must refuse in its own words: the call stays without parsed JSON, which is what the vendor
            // asks for.
            call.Json = default;
        }
    }
}
