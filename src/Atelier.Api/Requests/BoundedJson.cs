using System.Text.Json;

namespace Atelier.Api.Requests;

/// <summary>
/// Reads a JSON body. It is looked through while it arrives, so that one that is no JSON, too deep or of too many values is refused after the
/// bytes that show it, however many were announced: a value of two bytes takes far more than two bytes of memory once it is parsed.
/// </summary>
internal static class BoundedJson
{
    /// <summary>Deepest nesting. Inputs are put into further objects on their way, which must not reach the 64 levels that JSON writers allow.</summary>
    public const int MaxDepth = 48;

    /// <summary>Most values, names and brackets.</summary>
    public const int MaxTokens = 100_000;

    private const int FirstBuffer = 4 * 1024;
    private const int FirstLook = 64 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="JsonException">It is no JSON, or too deep.</exception>
    /// <exception cref="TooManyValuesException">It has too many values.</exception>
    public static async Task<JsonDocument> ParseAsync(Stream body, JsonDocumentOptions options, CancellationToken cancellationToken)
    {
        var buffer = new byte[FirstBuffer];
        var length = 0;
        var look = new Look(options);
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var count = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += count;

            // Looking again only after it has doubled keeps the whole linear, also for one long text.
            if (count == 0 || length >= look.Next)
            {
                look.At(buffer.AsSpan(0, length), isWhole: count == 0);
            }

            if (count == 0)
            {
                return JsonDocument.Parse(buffer.AsMemory(Start(buffer, length), length - Start(buffer, length)), options);
            }
        }
    }

    /// <summary>Whether JSON was refused for its depth.</summary>
    public static bool IsTooDeep(JsonException exception) => exception.Message.Contains("depth", StringComparison.OrdinalIgnoreCase);

    private static int Start(byte[] buffer, int length) => buffer.AsSpan(0, length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;

    private sealed class Look(JsonDocumentOptions options)
    {
        private JsonReaderState state = new(new JsonReaderOptions
        {
            MaxDepth = options.MaxDepth, AllowTrailingCommas = options.AllowTrailingCommas, CommentHandling = options.CommentHandling,
        });

        private int consumed = -1;
        private int tokens;

        public int Next { get; private set; } = FirstLook;

        public void At(ReadOnlySpan<byte> bytes, bool isWhole)
        {
            if (consumed < 0)
            {
                consumed = bytes.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
            }

            var reader = new Utf8JsonReader(bytes[consumed..], isWhole, state);
            while (reader.Read())
            {
                if (++tokens > MaxTokens)
                {
                    throw new TooManyValuesException();
                }
            }

            consumed += (int)reader.BytesConsumed;
            state = reader.CurrentState;
            Next = bytes.Length * 2;
        }
    }
}

/// <summary>A JSON body has more values than any request needs.</summary>
internal sealed class TooManyValuesException() : IOException($"The body has more than {BoundedJson.MaxTokens} names, values and brackets.");
