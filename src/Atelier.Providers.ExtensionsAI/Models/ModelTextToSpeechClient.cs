using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>A speech model as <see cref="ITextToSpeechClient"/>.</summary>
internal sealed class ModelTextToSpeechClient(ModelCall call) : ITextToSpeechClient
{
    private const int PieceBytes = 16 * 1024;
    private const string Mp3 = "audio/mpeg";

    private readonly TextToSpeechClientMetadata _metadata = new(call.Provider.Name, null, call.VendorModel);

    public async Task<TextToSpeechResponse> GetAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using var result = await call.RunAsync(Request(text, options), cancellationToken).ConfigureAwait(false);
        return new TextToSpeechResponse(await ResultContents.ReadAsync(result, cancellationToken).ConfigureAwait(false))
        {
            ModelId = options?.ModelId ?? call.VendorModel,
            Usage = ResultContents.Usage(result.Usage),
        };
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var result = await call.RunAsync(Request(text, options), cancellationToken).ConfigureAwait(false);
        foreach (var media in ResultContents.RequireSome(result))
        {
            var stream = await OpenAsync(media, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var buffer = new byte[PieceBytes];
                while (await ReadAsync(stream, buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
                {
                    yield return new TextToSpeechResponseUpdate([new DataContent(buffer.AsSpan(0, count).ToArray(), media.ContentType ?? Mp3)])
                    {
                        Kind = TextToSpeechResponseUpdateKind.AudioUpdating,
                        ModelId = options?.ModelId ?? call.VendorModel,
                    };
                }
            }
        }

        IList<AIContent> end = ResultContents.Usage(result.Usage) is { } usage ? [new UsageContent(usage)] : [];
        yield return new TextToSpeechResponseUpdate(end)
        {
            Kind = TextToSpeechResponseUpdateKind.SessionClose,
            ModelId = options?.ModelId ?? call.VendorModel,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(TextToSpeechClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(call.Provider) ? call.Provider
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The provider belongs to whoever made it.
    }

    private static async Task<Stream> OpenAsync(MediaSource media, CancellationToken cancellationToken)
    {
        try
        {
            return await media.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MediaUnavailableException e)
        {
            throw new ProviderFailureException(e.Failure, e);
        }
    }

    private static async ValueTask<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaUnavailableException e)
        {
            throw new ProviderFailureException(e.Failure, e);
        }
    }

    private ProviderRequest Request(string text, TextToSpeechOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        OptionFields.RefuseRaw(options?.RawRepresentationFactory);
        var input = new JsonObject { ["text"] = text };
        input.Set("voice", options?.VoiceId);
        input.Set("format", OptionFields.FormatOf(options?.AudioFormat));
        input.Set("speed", options?.Speed);
        input.Set("language", options?.Language);
        input.Set("pitch", options?.Pitch);
        input.Set("volume", options?.Volume);
        input.Add(options?.AdditionalProperties);
        return call.Request(Modality.Speech, options?.ModelId, input);
    }
}
