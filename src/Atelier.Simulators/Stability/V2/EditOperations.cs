using Atelier.Simulators.Stability.Fields;
using static Atelier.Simulators.Stability.V2.CommonFields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Changes to a given picture: edit and control.</summary>
internal static class EditOperations
{
    private const double OneMegapixel = 1024 * 1024;
    private const double FourMegapixels = 4 * OneMegapixel;
    private const double SixteenMegapixels = 16 * OneMegapixel;

    private static readonly string[] Sides = ["left", "right", "up", "down"];
    private static readonly FieldRule Creativity = new NumberRule("creativity", 0, 1);

    private static readonly FieldRule[] Search = [BoundedImage(), Prompt, NegativePrompt, GrowMask, StylePreset];

    public static IEnumerable<ImageOperation> All => [.. Edits, .. Controls];

    private static IEnumerable<ImageOperation> Edits =>
    [
        Edit("erase", 5m, AtFourMegapixels, Image(), Mask, GrowMask),
        Edit("inpaint", 5m, AtFourMegapixels, Image(), Prompt, Mask, NegativePrompt, GrowMask, StylePreset),
        Edit("outpaint", 4m, WithBorders, [BoundedImage(), .. Sides.Select(Border), Creativity, OptionalPrompt, StylePreset])
            with { Rules = OutpaintRules },
        Edit("search-and-replace", 5m, AtFourMegapixels, [.. Search, SearchPrompt("search_prompt")]),
        Edit("search-and-recolor", 5m, AsInput, [.. Search, SearchPrompt("select_prompt")]),
        new()
        {
            Path = "edit/remove-background",
            Fields = [Image() with { MaxPixels = 4_194_304 }, new ChoiceRule("output_format", ["png", "webp"])],
            Size = AsInput,
            Price = _ => 5m,
            Transparent = true,
        },
        Edit(
            "replace-background-and-relight",
            8m,
            fields => fields.Image("subject_image")!.Size,
            BoundedImage("subject_image"),
            new TextRule("background_prompt"),
            Image("background_reference", required: false),
            new TextRule("foreground_prompt"),
            NegativePrompt,
            new NumberRule("preserve_original_subject", 0, 1),
            new NumberRule("original_background_depth", 0, 1),
            new ChoiceRule("keep_original_background", ["true", "false"]),
            new ChoiceRule("light_source_direction", ["left", "right", "above", "below"]),
            Image("light_reference", required: false),
            new NumberRule("light_source_strength", 0, 1))
            with { Rules = RelightRules, Asynchronous = true },
    ];

    private static IEnumerable<ImageOperation> Controls =>
    [
        Control("sketch", 5m, AsInput, Prompt, BoundedImage(), new NumberRule("control_strength", 0, 1), NegativePrompt, StylePreset),
        Control("structure", 5m, AsInput, Prompt, BoundedImage(), new NumberRule("control_strength", 0, 1), NegativePrompt, StylePreset),
        Control(
            "style",
            5m,
            fields => AspectRatios.Control(fields["aspect_ratio"]),
            Prompt,
            BoundedImage(),
            NegativePrompt,
            AspectRatio,
            new NumberRule("fidelity", 0, 1),
            StylePreset),
        Control(
            "style-transfer",
            8m,
            fields => fields.Image("init_image")!.Size.WithPixels(OneMegapixel),
            new ImageRule("init_image", Required: true) { MaxSide = 16_383, MaxPixels = 9_437_184, MaxAspect = 2.5 },
            new ImageRule("style_image", Required: true) { MaxSide = 16_383, MaxPixels = 9_437_184 },
            OptionalPrompt,
            NegativePrompt,
            new NumberRule("style_strength", 0, 1),
            new NumberRule("composition_fidelity", 0, 1),
            new NumberRule("change_strength", 0.1, 1)),
    ];

    private static ImageOperation Edit(string name, decimal price, Func<RequestFields, PixelSize> size, params FieldRule[] fields) =>
        Make($"edit/{name}", price, size, fields);

    private static ImageOperation Control(string name, decimal price, Func<RequestFields, PixelSize> size, params FieldRule[] fields) =>
        Make($"control/{name}", price, size, fields);

    private static ImageOperation Make(string path, decimal price, Func<RequestFields, PixelSize> size, FieldRule[] fields) =>
        new() { Path = path, Fields = [.. fields, Seed, OutputFormat], Size = size, Price = _ => price };

    private static IntegerRule Border(string side) => new IntegerRule(side, 0, 2000);

    private static TextRule SearchPrompt(string name) => new TextRule(name, Required: true, Min: 1);

    private static PixelSize AsInput(RequestFields fields) => fields.Image("image")!.Size;

    private static PixelSize AtFourMegapixels(RequestFields fields) => AsInput(fields).WithPixels(FourMegapixels);

    /// <summary>Input plus borders; beyond 16 megapixels, the most any operation states, the result is reduced to that.</summary>
    private static PixelSize WithBorders(RequestFields fields)
    {
        var input = AsInput(fields);
        var size = new PixelSize(
            input.Width + (int)fields.Integer("left", 0) + (int)fields.Integer("right", 0),
            input.Height + (int)fields.Integer("up", 0) + (int)fields.Integer("down", 0));
        return size.Pixels > SixteenMegapixels ? size.WithPixels(SixteenMegapixels) : size;
    }

    private static IEnumerable<string> OutpaintRules(RequestFields fields) =>
        Sides.All(side => fields.Integer(side, 0) == 0)
            ? ["left, right, up, down: at least one must be greater than zero"]
            : [];

    private static IEnumerable<string> RelightRules(RequestFields fields)
    {
        if (!fields.Has("background_prompt") && !fields.Has("background_reference"))
        {
            yield return "background_prompt: either background_prompt or background_reference is required";
        }

        if (fields.Has("light_source_strength") && !fields.Has("light_source_direction") && !fields.Has("light_reference"))
        {
            yield return "light_source_strength: requires light_source_direction or light_reference";
        }
    }
}
