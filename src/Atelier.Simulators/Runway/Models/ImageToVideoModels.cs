using Atelier.Simulators.Runway.Validation;
using static Atelier.Simulators.Runway.Models.CommonFields;

namespace Atelier.Simulators.Runway.Models;

/// <summary>The models of <c>POST /v1/image_to_video</c>.</summary>
internal static class ImageToVideoModels
{
    private static readonly Field FirstOnly = First(new Frames());
    private static readonly Field FirstAndLast = First(new Frames(last: true));

    public static readonly IReadOnlyList<RunwayModel> All =
    [
        new(
            "gen4_turbo",
            Prices.Gen4Turbo,
            [FirstOnly, Prompt(1000, required: false), Ratio(Ratios.Gen4, true), Duration(2, 10), Seed, Moderation])
        {
            DefaultSeconds = 10,
            BoundedAspect = true,
        },
        new(
            "gen4.5",
            Prices.Gen45,
            [FirstOnly, Prompt(1000), Ratio(Ratios.Gen4, true), Duration(2, 10, true), Seed, Moderation, VideoFormat, ProresProfile])
        {
            BoundedAspect = true,
            Refinements = [ProfileNeedsProres],
        },
        Veo("veo3.1", Prices.Veo31),
        Veo("veo3.1_fast", Prices.Veo31Fast),
        new("hailuo3", Prices.Hailuo3,

            [
                First(new Frames(last: true, references: 9)),
                Prompt(6000),
                Ratio(Ratios.Hailuo),
                Resolution("768p", "2k", "768P", "2K"),
                Duration(5, 15),
                ReferenceAudio(),
            ])
        {
            DefaultRatio = "adaptive",
        },
        new("happyhorse_1_0", Prices.HappyHorse,
            [FirstOnly, Prompt(2500, required: false, min: 2), Resolution("720p", "1080p", "720P", "1080P"), Duration(3, 15)])
        {
            DefaultRatio = "adaptive",
        },
        Seedance("seedance2", Prices.Seedance2, Ratios.Seedance),
        Seedance("seedance2_fast", Prices.Seedance2Fast, Ratios.SeedanceSmall),
        Seedance("seedance2_mini", Prices.Seedance2Mini, Ratios.SeedanceSmall),
        new("seedance2_5", Prices.Seedance25,

            [
                First(new Frames(last: true, references: 30)),
                Prompt(15_000, required: false),
                Ratio(Ratios.Seedance25),
                DurationOrAuto(4, 30),
                Audio,
                ReferenceAudio(10),
                Seed,
            ])
        {
            LongestAuto = 30,
            ReferenceSeconds = 30,
        },
        new(
            "grok_imagine_1_5",
            Prices.Grok15,
            [FirstOnly, Prompt(2500, required: false), Resolution("480p", "720p", "1080p"), Duration(1, 15)])
        {
            DefaultRatio = "adaptive",
        },
        new("gemini_omni_flash", Prices.GeminiOmni, [FirstOnly, Prompt(4000, required: false), Ratio(Ratios.Hd), Duration(3, 10)]),
        new(
            "gemini_omni_flash_1.1",
            Price.Unpublished,
            [FirstAndLast, Prompt(int.MaxValue), Ratio(Ratios.GeminiOmni11), DurationOrAuto(3, 10)])
        {
            LongestAuto = 10,
        },
        Wan("wan3"),
        Wan("wan3_prime"),
        new(
            "h3_max",
            Price.Unpublished,
            [FirstAndLast, Prompt(int.MaxValue), Resolution("480p", "768p"), Duration(1, 60), PromptExpansion, Seed])
        {
            DefaultRatio = "adaptive",
        },
    ];

    private static RunwayModel Veo(string name, Price price) =>
        new(name, price, [FirstAndLast, Prompt(1000, required: false), Ratio(Ratios.Veo, true), VeoDuration, Audio, NegativePrompt, Seed])
        {
            DefaultSeconds = 8,
            Strict = true,
        };

    private static RunwayModel Seedance(string name, Price price, string[] ratios) =>
        new(
            name,
            price,

            [
                First(new Frames(last: true, references: 9)),
                Prompt(3500, required: false),
                Ratio(ratios),
                DurationOrAuto(4, 15),
                Audio,
                ReferenceAudio(),
                Seed,
            ]);

    // The bounds of prompt and duration are not published; wide ones stand in for them.
    private static RunwayModel Wan(string name) =>
        new(name, Price.Unpublished,

            [
                First(new Frames(last: true, references: 10)),
                Prompt(int.MaxValue),
                Ratio(Ratios.Wan),
                Duration(1, 60),
                Audio,
                ReferenceAudio(),
                ReferenceVideos(),
            ])
        {
            DefaultRatio = "auto_1080p",
            Refinements = [FramesNeedAutomaticRatio],
        };
}
