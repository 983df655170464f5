using System.Drawing;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>An image generator that makes a generation's pictures.</summary>
internal static class PluggedImages
{
    public static async Task<SubmitOutcome> GenerateAsync(
        IImageGenerator generator, ImageGenerationResponseFormat? responseFormat, ProviderRequest request, CancellationToken cancellationToken)
    {
        var input = new PluggedInput(request);
        var prompt = input.RequiredText("prompt");
        var options = new ImageGenerationOptions
        {
            ModelId = request.VendorModel,
            ResponseFormat = responseFormat,
            Count = input.Integer("count"),
            ImageSize = SizeOf(input.Text("size")),
            MediaType = input.Text("format") is { } format ? "image/" + (format == "jpg" ? "jpeg" : format) : null,
        };
        options.AdditionalProperties = input.Rest();
        var originals = await OriginalsAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = await generator
            .GenerateAsync(originals is null ? new ImageGenerationRequest(prompt) : new ImageGenerationRequest(prompt, originals), options, cancellationToken)
            .ConfigureAwait(false);
        return PluggedResults.Completed(PluggedResults.Media(answer.Contents), answer.Usage);
    }

    private static async Task<List<AIContent>?> OriginalsAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        foreach (var name in request.Media.Keys)
        {
            if (name != "image")
            {
                throw new PluggedInputException(name, $"This model takes no '{name}'.");
            }
        }

        if (!request.Media.TryGetValue("image", out var pictures) || pictures.Count == 0)
        {
            return null;
        }

        var contents = new List<AIContent>();
        foreach (var picture in pictures)
        {
            using var bytes = await PluggedResults.ReadAsync(picture, cancellationToken).ConfigureAwait(false);
            contents.Add(new DataContent(bytes.ToArray(), picture.ContentType ?? "image/png") { Name = picture.FileName });
        }

        return contents;
    }

    private static Size? SizeOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.Split('x') is [var width, var height]
            && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
            && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
                ? new Size(w, h)
                : throw new PluggedInputException("size", "'size' must be given as width x height in pixels, such as 1024x1024.");
    }
}
