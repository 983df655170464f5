using System.Globalization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>Writes the v2beta requests as form parts; what is not set is left to the vendor's default.</summary>
internal static class StabilityForm
{
    public static IEnumerable<VendorPart> Parts(StabilityGenerateRequest request)
    {
        List<VendorPart> parts = [VendorPart.Text("prompt", request.Prompt)];
        Add(parts, "negative_prompt", request.NegativePrompt);
        switch (request)
        {
            case StabilityUltraRequest ultra:
                AddFile(parts, "image", ultra.Image);
                Add(parts, "strength", Number(ultra.Strength));
                break;
            case StabilitySd3Request sd3:
                AddSd3(parts, sd3);
                break;
        }

        Add(parts, "aspect_ratio", request.AspectRatio);
        Add(parts, "seed", request.Seed?.ToString(CultureInfo.InvariantCulture));
        Add(parts, "style_preset", request.StylePreset);
        Add(parts, "output_format", request.OutputFormat);
        return parts;
    }

    public static IEnumerable<VendorPart> Parts(StabilityImageToVideoRequest request)
    {
        List<VendorPart> parts = [VendorPart.Upload("image", request.Image)];
        Add(parts, "seed", request.Seed?.ToString(CultureInfo.InvariantCulture));
        Add(parts, "cfg_scale", Number(request.CfgScale));
        Add(parts, "motion_bucket_id", request.MotionBucketId?.ToString(CultureInfo.InvariantCulture));
        return parts;
    }

    private static void AddSd3(List<VendorPart> parts, StabilitySd3Request request)
    {
        Add(parts, "model", request.Model);
        Add(parts, "mode", request.Image is null ? "text-to-image" : "image-to-image");
        AddFile(parts, "image", request.Image);
        Add(parts, "strength", Number(request.Strength));
        Add(parts, "cfg_scale", Number(request.CfgScale));
    }

    private static void Add(List<VendorPart> parts, string name, string? value)
    {
        if (value is not null)
        {
            parts.Add(VendorPart.Text(name, value));
        }
    }

    private static void AddFile(List<VendorPart> parts, string name, VendorFile? file)
    {
        if (file is not null)
        {
            parts.Add(VendorPart.Upload(name, file));
        }
    }

    private static string? Number(double? value) => value?.ToString(CultureInfo.InvariantCulture);
}
