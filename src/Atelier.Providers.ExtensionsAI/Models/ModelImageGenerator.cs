using System.Drawing;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>A picture model as <see cref="IImageGenerator"/>: text to picture, and pictures to picture.</summary>
internal sealed class ModelImageGenerator(ModelCall call) : IImageGenerator
{
    private readonly ImageGeneratorMetadata _metadata = new(call.Provider.Name, null, call.VendorModel);

    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RefuseImpossible(options);
        var media = request.OriginalImages is { } originals && InputContents.Pictures(originals) is { Count: > 0 } pictures
            ? new Dictionary<string, IReadOnlyList<MediaSource>> { ["image"] = pictures }
            : null;
        var input = Input(request, options);
        if (media is not null)
        {
            // The pictures themselves travel beside the input; their name must be in it.
            input["image"] = media["image"].Count == 1 ? JsonValue.Create("image") : new JsonArray([.. media["image"].Select(_ => JsonValue.Create("image"))]);
        }

        await using var result = await call.RunAsync(call.Request(Modality.Image, options?.ModelId, input, media), cancellationToken)
            .ConfigureAwait(false);
        return new ImageGenerationResponse(await ResultContents.ReadAsync(result, cancellationToken).ConfigureAwait(false))
        {
            Usage = ResultContents.Usage(result.Usage),
            RawRepresentation = result.Details,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(call.Provider) ? call.Provider
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The provider belongs to whoever made it.
    }

    private static JsonObject Input(ImageGenerationRequest request, ImageGenerationOptions? options)
    {
        var input = new JsonObject();
        input.Set("prompt", request.Prompt);
        input.Set("count", options?.Count);
        input.Set("size", options?.ImageSize is { } size ? Text(size) : null);
        input.Set("format", OptionFields.FormatOf(options?.MediaType));
        input.Add(options?.AdditionalProperties);
        return input;
    }

    private static string Text(Size size) => string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}");

    private static void RefuseImpossible(ImageGenerationOptions? options)
    {
        OptionFields.RefuseRaw(options?.RawRepresentationFactory);
        if (options?.ResponseFormat is ImageGenerationResponseFormat.Uri or ImageGenerationResponseFormat.Hosted)
        {
            throw new NotSupportedException("Pictures are handed out as data only; leave ResponseFormat unset or ask for Data.");
        }

        if (options?.StreamingCount is > 0)
        {
            throw new NotSupportedException("Pictures are handed out when they are done; leave StreamingCount unset.");
        }
    }
}
