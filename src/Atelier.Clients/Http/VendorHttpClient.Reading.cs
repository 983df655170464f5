using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    private const int LargestErrorBody = 64 * 1024;

    /// <summary>Reads JSON from an answer.</summary>
    /// <exception cref="VendorProtocolException">It is not the JSON the contract says.</exception>
    protected T ReadJson<T>(VendorAnswer answer, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(answer);
        try
        {
            return JsonSerializer.Deserialize(answer.Content.Span, type) ?? throw Malformed(answer, "the answer is a JSON null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException or InvalidOperationException)
        {
            // The reader's own exception quotes the value it failed on, so it is not kept as the cause.
            throw Malformed(answer, "the answer is not the JSON that was expected");
        }
    }

    /// <summary>Reads JSON from an answer opened as a stream: for vendors who send media when it is ready and JSON before.</summary>
    /// <exception cref="VendorProtocolException">It is not the JSON the contract says.</exception>
    protected async Task<T> ReadJsonAsync<T>(VendorStream stream, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var content = await BoundedBody.ReadAsync(stream.Content, stream.Length, _options.MaxJsonBytes, cancellationToken).ConfigureAwait(false);
        var answer = new VendorAnswer(stream.StatusCode, stream.Headers, content ?? default, stream.Call);
        return content is null ? throw Malformed(answer, "the answer is too large for JSON") : ReadJson(answer, type);
    }

    /// <summary>The exception for an answer that breaks the vendor's contract; a submission so answered may have been accepted.</summary>
    protected VendorProtocolException Malformed(VendorAnswer answer, string text)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new VendorProtocolException(Describe(answer.Call, answer.StatusCode, text) with
        {
            RequestId = RequestIdOf(answer.Headers),
            BodyExcerpt = IsText(answer.ContentType) ? _redactor.Excerpt(answer.Content.Span[..Math.Min(answer.Content.Length, LargestErrorBody)]) : null,
            MayHaveBeenAccepted = answer.Call.IsSubmission,
        });
    }

    /// <summary>The exception for an opened answer that breaks the vendor's contract. The stream is the caller's to dispose.</summary>
    protected VendorProtocolException Malformed(VendorStream stream, string text)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Malformed(new VendorAnswer(stream.StatusCode, stream.Headers, default, stream.Call), text);
    }

    private static bool IsJson(string mediaType) =>
        mediaType is "application/json" || mediaType.EndsWith("+json", StringComparison.Ordinal);

    private static bool IsText(string mediaType) => IsJson(mediaType) || mediaType.StartsWith("text/", StringComparison.Ordinal);

    private static string? RequestIdOf(VendorHeaders headers) =>
        headers["x-request-id"] ?? headers["request-id"] ?? headers["apigw-requestid"];

    private async ValueTask<VendorAnswer> ReadAnswerAsync(HttpResponseMessage response, VendorCall call, CancellationToken cancellationToken)
    {
        var headers = new VendorHeaders(response);
        var content = await ReadBodyAsync(response.Content, cancellationToken).ConfigureAwait(false)
            ?? throw TooLarge(call, response, _options.MaxJsonBytes);
        call.ResponseBytes = content.Length;
        if (IsJson(headers.MediaType) && FindErrorInSuccess(headers, content) is { } error)
        {
            throw Refusal(response, headers, call, error, content[..Math.Min(content.Length, LargestErrorBody)]);
        }

        response.Dispose();
        return new VendorAnswer((int)response.StatusCode, headers, content, call);
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await BoundedBody.ReadAsync(stream, content.Headers.ContentLength, _options.MaxJsonBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<VendorStream> OpenAnswerAsync(HttpResponseMessage response, VendorCall call, CancellationToken cancellationToken)
    {
        var headers = new VendorHeaders(response);
        var length = response.Content.Headers.ContentLength;
        call.ResponseBytes = length;
        if (length > call.Request.MaxBytes)
        {
            throw TooLarge(call, response, call.Request.MaxBytes.Value);
        }

        // JSON where media or events were asked for may be a refusal under a success status, which only its body tells.
        if (IsJson(headers.MediaType) && !call.Request.Accept.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            var answer = await ReadAnswerAsync(response, call, cancellationToken).ConfigureAwait(false);
            return new VendorStream(response, headers, ReadOnlyMemoryStream.Over(answer.Content), answer.Content.Length, call);
        }

        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var fault = Describe(call, (int)response.StatusCode, "") with
        {
            RequestId = RequestIdOf(headers),
            MayHaveBeenAccepted = call.IsSubmission,
        };
        var body = new VendorContentStream(content, length, call.Request.MaxBytes, _options.StreamIdleTimeout, Time, fault);
        return new VendorStream(response, headers, body, length, call);
    }

    private VendorProtocolException TooLarge(VendorCall call, HttpResponseMessage response, long limit) =>
        new(Describe(call, (int)response.StatusCode, $"the answer is larger than {limit} bytes") with
        {
            MayHaveBeenAccepted = call.IsSubmission,
        });
}
