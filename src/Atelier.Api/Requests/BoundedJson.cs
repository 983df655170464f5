using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Atelier.Api.Requests;

/// <summary>
/// Reads a JSON body. It is looked through while it arrives, so that one that is no JSON, too deep or of too many values is refused after the
/// bytes that show it, however many were announced: a value of two bytes takes far more than two bytes of memory once it is parsed.
/// </summary>
internal sealed class BoundedJson : IDisposable
{
    /// <summary>Deepest nesting. Inputs are put into further objects on their way, which must not reach the 64 levels that JSON writers allow.</summary>
    public const int MaxDepth = 48;

    /// <summary>Most values, names and brackets.</summary>
    public const int MaxTokens = 100_000;

    private const int FirstBuffer = 4 * 1024;
    private const int FirstLook = 64 * 1024;

    // The pool keeps an array of each size for each thread. Larger bodies are rare; theirs would be kept for nothing, many times over.
    private const int LargestBorrowed = 1024 * 1024;

    // An announced length is believed as far as this many times what has come.
    private const int MostGrowth = 8;

    private readonly JsonDocument document;
    private byte[]? borrowed;

    private BoundedJson(JsonDocument document, byte[] borrowed) => (this.document, this.borrowed) = (document, borrowed);

    /// <summary>The body; gone after disposal.</summary>
    public JsonElement Root => document.RootElement;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="body">The bytes.</param>
    /// <param name="announced">How many bytes were announced, if any were; it may be a lie.</param>
    /// <param name="options">How strict to be.</param>
    /// <param name="checkTexts">Whether values must be Unicode too, beside names; else whoever reads them says where they are not.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="JsonException">It is no JSON, not Unicode, or too deep.</exception>
    /// <exception cref="TooManyValuesException">It has too many values.</exception>
    public static async Task<BoundedJson> ParseAsync(
        Stream body, long? announced, JsonDocumentOptions options, bool checkTexts, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            var look = new Look(options, checkTexts);
            int count;
            do
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, announced);
                }

                count = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                length += count;

                // Looking again only after it has doubled keeps the whole linear, also for one long text.
                if (count == 0 || length >= look.Next)
                {
                    look.At(buffer.AsSpan(0, length), isWhole: count == 0);
                }
            }
            while (count > 0);

            return new BoundedJson(JsonDocument.Parse(buffer.AsMemory(Start(buffer, length), length - Start(buffer, length)), options), buffer);
        }
        catch
        {
            Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref borrowed, null) is { } buffer)
        {
            document.Dispose();
            Return(buffer);
        }
    }

    // Small ones double. A large one becomes at once as large as was announced, and a byte more, so that the end is seen without growing again.
    private static byte[] Grow(byte[] buffer, long? announced)
    {
        var length = buffer.Length < LargestBorrowed || announced is not { } whole || whole < buffer.Length
            ? buffer.Length * 2
            : (int)Math.Min(whole, ((long)buffer.Length * MostGrowth) - 1) + 1;
        var larger = length <= LargestBorrowed ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);
        buffer.CopyTo(larger, 0);
        Return(buffer);
        return larger;
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length <= LargestBorrowed)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether JSON was refused for its depth.</summary>
    public static bool IsTooDeep(JsonException exception) => exception.Message.Contains("depth", StringComparison.OrdinalIgnoreCase);

    private static int Start(byte[] buffer, int length) => buffer.AsSpan(0, length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;

    private sealed class Look(JsonDocumentOptions options, bool checkTexts)
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

                Check(in reader);
            }

            consumed += (int)reader.BytesConsumed;
            state = reader.CurrentState;
            Next = bytes.Length * 2;
        }

        private void Check(in Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.PropertyName && !(checkTexts && reader.TokenType == JsonTokenType.String))
            {
                return;
            }

            if (!Utf8.IsValid(reader.ValueSpan) || reader.ValueIsEscaped && MayHoldHalf(reader.ValueSpan) && !IsWhole(in reader))
            {
                throw new JsonException("A text is not Unicode.");
            }
        }

        // Escapes of surrogates begin with these; all others are whole characters.
        private static bool MayHoldHalf(ReadOnlySpan<byte> text) => text.IndexOf("\\ud"u8) >= 0 || text.IndexOf("\\uD"u8) >= 0;

        private static bool IsWhole(in Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString() is not null;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }
}

/// <summary>A JSON body has more values than any request needs.</summary>
internal sealed class TooManyValuesException() : IOException($"The body has more than {BoundedJson.MaxTokens} names, values and brackets.");
