using System.Text.Json;
using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>Says requests for pictures in the vendor's words. Pure.</summary>
internal static class RunwayPictureMapper
{
    private const string Image = "image";
    private const string Tags = "reference_tags";
    private const string Subjects = "reference_subjects";

    public static RunwayImageRequest Map(ProviderRequest request, InputReader input, RunwayModel model, RunwayMedia media)
    {
        input.Skip(Image, RunwayReferenceMapper.Images);
        var more = new Dictionary<string, JsonElement>();
        RunwayRequestMapper.Rename(input, more, "format", "outputFormat");
        var picture = new RunwayImageRequest
        {
            Model = request.VendorModel,
            PromptText = input.RequiredText("prompt"),
            Ratio = RunwayRequestMapper.MapRatio(request, input, model)
                ?? throw new InvalidInputException("size", $"'size' or 'aspect_ratio' is required for {request.VendorModel}."),
            ReferenceImages = References(request, input, model, [.. media.All(Image), .. media.All(RunwayReferenceMapper.Images)]),
            Seed = RunwayRequestMapper.Seed(input),
            OutputCount = Count(request, input, model),
        };
        return picture with { More = RunwayRequestMapper.WithRest(input, more), Timeout = request.Timeout };
    }

    private static int? Count(ProviderRequest request, InputReader input, RunwayModel model)
    {
        var count = input.Int32("count");
        return model.OutputCount || count is null ? count : count == 1 ? null : throw RunwayRequestMapper.NotOffered("count", request);
    }

    /// <summary>
    /// Pictures to refer to. Models that name them take the caller's names, or get some the prompt can use: the first is <c>@ref1</c>.
    /// </summary>
    private static List<RunwayReferenceImage>? References(
        ProviderRequest request, InputReader input, RunwayModel model, List<string> uris)
    {
        if (uris.Count > 0 && model.References == RunwayReferences.None)
        {
            throw RunwayRequestMapper.NotOffered(RunwayReferenceMapper.Images, request);
        }

        var tags = Names(request, input, Tags, uris.Count, model.References == RunwayReferences.Tagged || !model.IsListed);
        var subjects = Names(request, input, Subjects, uris.Count, model.Subjects || !model.IsListed);
        return uris.Count == 0
            ? null
            : [.. uris.Select((uri, index) => new RunwayReferenceImage(uri, TagOf(model, tags, index), subjects?[index]))];
    }

    private static string? TagOf(RunwayModel model, List<string>? tags, int index) =>
        tags?[index] ?? (model.References == RunwayReferences.Tagged ? $"ref{index + 1}" : null);

    /// <summary>A list with one word for each picture.</summary>
    private static List<string>? Names(ProviderRequest request, InputReader input, string name, int pictures, bool offered)
    {
        if (input.Value(name) is not { } list)
        {
            return null;
        }

        if (!offered)
        {
            throw RunwayRequestMapper.NotOffered(name, request);
        }

        return list.ValueKind == JsonValueKind.Array
            && list.GetArrayLength() == pictures
            && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
                : throw new InvalidInputException(name, $"'{name}' must have one text for each of the {pictures} pictures.");
    }
}
