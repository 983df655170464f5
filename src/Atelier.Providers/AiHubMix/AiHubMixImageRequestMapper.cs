using Atelier.Clients.AiHubMix;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>Pictures in the OpenAI form: new ones and edits.</summary>
internal static class AiHubMixImageRequestMapper
{
    /// <summary>A request for new pictures.</summary>
    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static CreateImageRequest MapCreate(AiHubMixInput input)
    {
        var request = input.Model switch
        {
            var model when AiHubMixModels.IsDallE(model) => DallE(input),
            var model when AiHubMixModels.IsGptImage(model) => Gpt(input),
            _ => Other(input),
        };
        input.RefuseRest();
        return request;
    }

    /// <summary>A request to change pictures.</summary>
    /// <exception cref="InvalidInputException">The model cannot be told what was asked for.</exception>
    public static EditImageRequest MapEdit(AiHubMixInput input)
    {
        if (AiHubMixModels.IsDallE(input.Model))
        {
            throw new InvalidInputException(input.HasMedia("image") ? "image" : "mask", $"{input.Model} does not take pictures.");
        }

        var images = input.Files("image");
        if (images.Count == 0)
        {
            throw new InvalidInputException("mask", "'mask' needs an 'image' that it belongs to.");
        }

        var request = new EditImageRequest
        {
            Model = input.Model,
            Prompt = input.Values.RequiredText("prompt"),
            Images = images,
            Mask = input.File("mask"),
            N = input.Values.Int32("count"),
            Size = AiHubMixSizes.Picture(input, Ratios(input.Model)),
            Quality = input.Values.Text("quality"),
            InputFidelity = input.Values.Text("input_fidelity"),
            OutputFormat = Format(input),
            OutputCompression = input.Values.Int32("output_compression"),
            Background = input.Values.Text("background"),
        };
        input.RefuseRest();
        return request;
    }

    private static CreateImageRequest Gpt(AiHubMixInput input) => new()
    {
        Model = input.Model,
        Prompt = input.Values.RequiredText("prompt"),
        N = input.Values.Int32("count"),
        Size = AiHubMixSizes.Picture(input, Ratios(input.Model)),
        Quality = input.Values.Text("quality"),
        OutputFormat = Format(input),
        OutputCompression = input.Values.Int32("output_compression"),
        Background = input.Values.Text("background"),
        Moderation = input.Values.Text("moderation"),
    };

    private static CreateImageRequest DallE(AiHubMixInput input)
    {
        if (input.Values.Int32("count") is > 1)
        {
            throw new InvalidInputException("count", $"{input.Model} makes one picture at a time.");
        }

        if (Format(input) is not (null or "png"))
        {
            throw new InvalidInputException("format", $"{input.Model} makes PNG pictures only.");
        }

        return new CreateImageRequest
        {
            Model = input.Model,
            Prompt = input.Values.RequiredText("prompt"),
            Size = AiHubMixSizes.Picture(input, AiHubMixSizes.DallE3),
            Quality = input.Values.Text("quality"),
            Style = input.Values.Text("style"),

            // The picture itself in the answer cannot expire before it is stored, as its URL can.
            ResponseFormat = "b64_json",
        };
    }

    private static CreateImageRequest Other(AiHubMixInput input) => new()
    {
        Model = input.Model,
        Prompt = input.Values.RequiredText("prompt"),
        N = input.Values.Int32("count"),
        Size = AiHubMixSizes.Picture(input, AiHubMixSizes.Squarish),
        Quality = input.Values.Text("quality"),
        OutputFormat = Format(input),
        OutputCompression = input.Values.Int32("output_compression"),
        Background = input.Values.Text("background"),
        Moderation = input.Values.Text("moderation"),
        SafetyTolerance = input.Values.Int32("safety_tolerance"),
    };

    private static IReadOnlyDictionary<string, string> Ratios(string model) => model switch
    {
        _ when AiHubMixModels.IsFirstGptImage(model) => AiHubMixSizes.GptImage1,
        _ when AiHubMixModels.IsGptImage(model) => AiHubMixSizes.GptImage2,
        _ => AiHubMixSizes.Squarish,
    };

    private static string? Format(AiHubMixInput input) => input.Values.Text("format") switch
    {
        "jpg" => "jpeg",
        var format => format,
    };
}
