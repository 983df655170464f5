using Atelier.Simulators.Runway.Validation;
using static Atelier.Simulators.Runway.Models.CommonFields;

namespace Atelier.Simulators.Runway.Models;

/// <summary>The models of <c>POST /v1/text_to_image</c>.</summary>
internal static class TextToImageModels
{
    private static readonly Field OneOrFour = new("outputCount", new NumberChoice(1, 4));
    private static readonly Field PngOrJpeg = new("outputFormat", new Choice("png", "jpeg"));

    public static readonly IReadOnlyList<RunwayModel> All =
    [
        new("gen4_image", Prices.Gen4Image, [Prompt(1000), Ratio(Ratios.Gen4Image, true), ReferenceImages(3, tag: true), Seed, Moderation])
        {
            BoundedAspect = true,
        },
        new("gen4_image_turbo", Prices.Gen4ImageTurbo,
            [Prompt(1000), Ratio(Ratios.Gen4Image, true), ReferenceImages(3, tag: true, min: 1), Seed, Moderation])
        {
            BoundedAspect = true,
        },
        new("gemini_2.5_flash", Prices.Gemini25Flash, [Prompt(5500), Ratio(Ratios.Gemini, true), ReferenceImages(3, tag: true)]),
        Gemini("gemini_image3_pro", Prices.Gemini3Pro, Ratios.Gemini3Pro),
        Gemini("gemini_image3.1_flash", Price.Unpublished, Ratios.Gemini31Flash),
        new("gpt_image_2", Prices.GptImage2,
        [
            Prompt(32_000),
            Ratio(Ratios.GptImage, true),
            ReferenceImages(16, tag: true),
            new("quality", new Choice("low", "medium", "high", "auto")),
            new("background", new Choice("transparent", "opaque", "auto")),
            OutputCount(10),
        ])
        {
            Refinements = [TagsAreUnique],
        },
        GptImage25("gpt_image_2_5_flare", "opaque", "auto"),
        GptImage25("gpt_image_2_5_sunburst", "transparent", "opaque", "auto"),
        new("seedream5_pro", Prices.Seedream5Pro,
            [Prompt(4000), Ratio(Ratios.Seedream5Pro, true), ReferenceImages(10), new("grounding", new Flag()), OutputCount(4), PngOrJpeg]),
        new("seedream5_lite", Prices.Seedream5Lite,

            [
                Prompt(4000),
                new("ratio", new PixelRatio(3_686_400, 16_777_216), true),
                ReferenceImages(14),
                new("grounding", new Flag()),
                OutputCount(4),
                PngOrJpeg,
            ]),
        new("grok_imagine_image_2", Prices.GrokImage2,
        [
            Prompt(2500),
            Ratio(Ratios.GrokImage, true),
            ReferenceImages(3),
            new("edit", new Flag()),
            new("quality", new Choice("low", "medium")),
            OutputCount(4),
        ]),
        // The longest prompt and the largest count of this model are not published; wide ones stand in for them.
        new("muse_image", Prices.Muse,

            [
                Prompt(32_000),
                Ratio(Ratios.Muse, true),
                ReferenceImages(10),
                OutputCount(10),
                new("outputFormat", new Choice("webp", "png", "jpeg")),
            ]),
    ];

    private static RunwayModel Gemini(string name, Price price, string[] ratios) =>
        new(name, price, [Prompt(5500), Ratio(ratios, true), ReferenceImages(14, tag: true, subject: true), OneOrFour])
        {
            Refinements = [SubjectsAreFew],
        };

    private static RunwayModel GptImage25(string name, params string[] backgrounds) =>
        new(name, Prices.GptImage25,
        [
            Prompt(32_000),
            Ratio(Ratios.GptImage, true),
            ReferenceImages(16, tag: true),
            new("quality", new Choice("low", "medium", "high", "xhigh", "max")),
            new("background", new Choice(backgrounds)),
            OutputCount(10),
        ]);
}
