using System.Text.Json;
using Atelier.Simulators.AiHubMix.Images;

namespace Atelier.Simulators.AiHubMix.Videos;

/// <summary>Kling: flat fields, and a name for each part a picture can play. The names of its models are not documented.</summary>
internal static class KlingRules
{
    private const int MostPictures = 4;
    private static readonly int[] Lengths = [5, 10];
    private static readonly string[] Sizes = ["1280x720", "720x1280", "960x960", "1920x1080", "1080x1920", "1440x1440"];

    public static VideoOrder Read(string model, Fields fields)
    {
        CheckPictures(fields);
        var size = fields.Text("size") ?? Sizes[0];
        return Sizes.Contains(size)
            ? new VideoOrder(
                model, VideoFamily.Kling, VideoRules.Prompt(fields), VideoRules.Seconds(fields, Lengths, 5), PixelSize.Parse(size)!.Value)
            : throw Refusal.Invalid($"The size '{size}' is not supported by {model}.", "size", "size_not_supported");
    }

    private static void CheckPictures(Fields fields)
    {
        foreach (var name in new[] { "image", "image_tail" })
        {
            if (fields.Text(name) is { } picture)
            {
                ImageFile.ExamineReference(picture, name);
            }
        }

        if (fields.Has("image_tail") && !fields.Has("image"))
        {
            throw Refusal.Upstream("image_tail requires image");
        }

        var list = fields.Json("image_list");
        if (list.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Fields.WrongType("image_list", "an array", list);
        }

        if (list.GetArrayLength() > MostPictures)
        {
            throw Refusal.Upstream($"image_list takes at most {MostPictures} images");
        }

        foreach (var item in list.EnumerateArray())
        {
            ImageFile.ExamineReference(item.ValueKind == JsonValueKind.String ? item.GetString()! : "", "image_list");
        }
    }
}
