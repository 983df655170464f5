using Atelier.Simulators.Runway.Validation;
using static Atelier.Simulators.Runway.Models.CommonFields;

namespace Atelier.Simulators.Runway.Models;

/// <summary>The models of speech and sound.</summary>
internal static class SpeechModels
{
    /// <summary>The vendor's own voices.</summary>
    public static readonly IReadOnlyList<string> Voices =
    [
        .. ("Maya Arjun Serene Bernard Billy Mark Clint Mabel Chad Leslie Eleanor Elias Elliot Grungle Brodie Sandra Kirk Kylie Lara Lisa Malachi "
            + "Marlene Martin Miriam Monster Paula Pip Rusty Ragnar Xylar Maggie Jack Katie Noah James Rina Ella Mariah Frank Claudia Niki Vincent "
            + "Kendrick Myrna Tom Wanda Benjamin Kiana Rachel").Split(' '),
    ];

    private static readonly string[] Languages =
        "en hi pt zh es fr de ja ar ru ko id it nl tr pl sv fil ms ro uk el cs da fi bg hr sk ta".Split(' ');

    private static readonly Shape Preset = new([new("type", new Choice("runway-preset"), true), new("presetId", new Choice([.. Voices]), true)]);

    private static readonly Field Voice = new("voice", new Variants("type", new Dictionary<string, Shape> { ["runway-preset"] = Preset }), true);

    private static readonly Field RecordedVoice = new("voice", new Variants("type", new Dictionary<string, Shape>
    {
        ["reference-audio"] = new([new("type", new Choice("reference-audio"), true), new("audioUri", new MediaString(AssetKind.Audio), true)]),
    }));

    private static readonly Field Recording = new("audioUri", new MediaString(AssetKind.Audio), true);

    // The ranges of the three rates are not published; wide ones stand in for them.
    private static readonly Field[] SeedAudio =
    [
        new("outputFormat", new Choice("wav", "mp3", "ogg_opus")),
        new("sampleRate", new NumberChoice(8000, 16_000, 24_000, 32_000, 44_100, 48_000)),
        new("speechRate", new Number(-1000, 1000, whole: false)),
        new("pitchRate", new Number(-1000, 1000, whole: false)),
        new("loudnessRate", new Number(-1000, 1000, whole: false)),
    ];

    public static readonly IReadOnlyList<RunwayModel> TextToSpeech =
    [
        new("eleven_multilingual_v2", Prices.Speech, [Prompt(1000), Voice]),
        new("eleven_v3", Prices.Speech,
        [
            Prompt(int.MaxValue),
            Voice,
            new("languageCode", new Text()),
            Seed,
            Part("stability"),
            Part("similarityBoost"),
            Part("style"),
            new("speed", new Number(0.7m, 1.2m, whole: false)),
            new("useSpeakerBoost", new Flag()),
            new("applyTextNormalization", new Choice("auto", "on", "off")),
        ]),
        new("seed_audio", Price.Unpublished, [Prompt(int.MaxValue), RecordedVoice, .. SeedAudio]),
    ];

    public static readonly IReadOnlyList<RunwayModel> SoundEffect =
    [
        new("eleven_text_to_sound_v2", Prices.SoundEffect,
            [Prompt(int.MaxValue), new("duration", new Number(0.5m, 30, whole: false)), new("loop", new Flag())])
        {
            LongestAuto = 30,
        },
        new("seed_audio", Price.Unpublished,
            [Prompt(int.MaxValue), new("referenceAudios", new Items(new MediaString(AssetKind.Audio), 3)), .. SeedAudio]),
    ];

    public static readonly IReadOnlyList<RunwayModel> SpeechToSpeech =
    [
        new("eleven_multilingual_sts_v2", Prices.SpeechToSpeech,
        [
            new("media", new Variants("type", new Dictionary<string, Shape>
            {
                ["audio"] = TypedMedia("audio", AssetKind.Audio),
                ["video"] = TypedMedia("video", AssetKind.Video),
            }), true),
            Voice,
            new("removeBackgroundNoise", new Flag()),
        ])
        {
            FollowsSource = true,
        },
    ];

    public static readonly IReadOnlyList<RunwayModel> VoiceDubbing =
    [
        new("eleven_voice_dubbing", Prices.Dubbing,
        [
            Recording,
            new("targetLang", new Choice(Languages), true),
            new("disableVoiceCloning", new Flag()),
            new("dropBackgroundAudio", new Flag()),
            new("numSpeakers", new Number(0, int.MaxValue)),
        ])
        {
            FollowsSource = true,
        },
    ];

    public static readonly IReadOnlyList<RunwayModel> VoiceIsolation =
    [
        new("eleven_voice_isolation", Prices.Isolation, [Recording])
        {
            FollowsSource = true,
            Assets = new Dictionary<string, AssetBounds> { ["audioUri"] = new(4.6, 3600) },
        },
    ];

    private static Field Part(string name) => new(name, new Number(0, 1, whole: false));
}
