using Atelier.Simulators.Runway.Validation;
using static Atelier.Simulators.Runway.Models.CommonFields;

namespace Atelier.Simulators.Runway.Models;

/// <summary>The models of <c>POST /v1/text_to_video</c>.</summary>
internal static class TextToVideoModels
{
    public static readonly IReadOnlyList<RunwayModel> All =
    [
        new(
            "gen4.5",
            Prices.Gen45,
            [Prompt(1000), Ratio(Ratios.Hd, true), Duration(2, 10, true), Seed, Moderation, VideoFormat, ProresProfile])
        {
            Refinements = [ProfileNeedsProres],
        },
        Veo("veo3.1", Prices.Veo31),
        Veo("veo3.1_fast", Prices.Veo31Fast),
        new("hailuo3", Prices.Hailuo3,

            [
                Prompt(6000),
                Ratio(Ratios.Hailuo),
                Resolution("768p", "2k", "768P", "2K"),
                Duration(5, 15),
                ReferenceAudio(),
                References(9),
                ReferenceVideos(),
            ])
        {
            DefaultRatio = "16:9",
        },
        new("happyhorse_1_0", Prices.HappyHorse, [Prompt(2500, min: 2), Ratio(Ratios.HappyHorse), Duration(3, 15)]),
        Seedance("seedance2", Prices.Seedance2, Ratios.Seedance),
        Seedance("seedance2_fast", Prices.Seedance2Fast, Ratios.SeedanceSmall),
        Seedance("seedance2_mini", Prices.Seedance2Mini, Ratios.SeedanceSmall),
        new("seedance2_5", Prices.Seedance25,

            [
                Prompt(15_000, required: false),
                Ratio(Ratios.Seedance25),
                DurationOrAuto(4, 30),
                Audio,
                ReferenceAudio(10),
                References(30),
                ReferenceVideos(10),
                Seed,
            ])
        {
            LongestAuto = 30,
            ReferenceSeconds = 30,
        },
        new("grok_imagine_1_5", Prices.Grok15,
            [Prompt(2500), Ratio(Ratios.Grok), Resolution("480p", "720p", "1080p"), Duration(1, 15), ReferenceAudio(), References(7)])
        {
            DefaultRatio = "16:9",
            Refinements = [GrokRules.AudioNeedsAnImage, GrokRules.ReferencesLimitTheSize],
        },
        new("gemini_omni_flash", Prices.GeminiOmni, [Prompt(4000), Ratio(Ratios.Hd), Duration(3, 10)]),
        new("gemini_omni_flash_1.1", Price.Unpublished,
            [Prompt(int.MaxValue), Ratio(Ratios.GeminiOmni11), DurationOrAuto(3, 10), References(10), UntypedVideos()])
        {
            LongestAuto = 10,
        },
        Wan("wan3"),
        Wan("wan3_prime"),
        new("h3_max", Price.Unpublished, [Prompt(int.MaxValue), Resolution("480p", "768p"), Duration(1, 60), PromptExpansion, Seed])
        {
            DefaultRatio = "16:9",
        },
    ];

    private static RunwayModel Veo(string name, Price price) =>
        new(
            name,
            price,
            [Prompt(1000), Ratio(Ratios.Veo, true), VeoDuration, Audio, NegativePrompt, Seed]) { DefaultSeconds = 8, Strict = true };

    private static RunwayModel Seedance(string name, Price price, string[] ratios) =>
        new(
            name,
            price,
            [Prompt(3500), Ratio(ratios), DurationOrAuto(4, 15), Audio, ReferenceAudio(), References(9), ReferenceVideos(), Seed]);

    // The bounds of prompt and duration are not published; wide ones stand in for them.
    private static RunwayModel Wan(string name) =>
        new(name, Price.Unpublished,
            [Prompt(int.MaxValue), Ratio(Ratios.Wan), Duration(1, 60), Audio, ReferenceAudio(), References(10), ReferenceVideos()])
        {
            DefaultRatio = "auto_1080p",
        };
}
