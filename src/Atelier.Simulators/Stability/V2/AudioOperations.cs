using System.Globalization;
using Atelier.Simulators.Stability.Fields;

namespace Atelier.Simulators.Stability.V2;

/// <summary>One v2beta path that makes a recording.</summary>
internal sealed record AudioOperation
{
    /// <summary>Path below <c>/v2beta/audio/</c>.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<FieldRule> Fields { get; init; }

    public required string DefaultModel { get; init; }

    /// <summary>Seconds.</summary>
    public required int Longest { get; init; }

    /// <summary>Whether the answer is an id to poll, under 202.</summary>
    public bool Asynchronous { get; init; }

    public string Model(RequestFields fields) => fields["model"] ?? DefaultModel;
}

/// <summary>Music and sounds: Stable Audio 2 and 2.5 at once, Stable Audio 3 fetched later.</summary>
internal static class AudioOperations
{
    private const string Audio20 = "stable-audio-2";
    private const string Audio25 = "stable-audio-2.5";
    private const string Audio30 = "stable-audio-3";

    public static IEnumerable<AudioOperation> All =>
        [.. Family("stable-audio-2", 190, Audio20, Audio25), .. Family("stable-audio", 380, Audio30)];

    /// <summary>Credits.</summary>
    public static decimal Price(string model, RequestFields fields) => model switch
    {
        Audio20 => 17m + 0.06m * fields.Integer("steps", 50),
        Audio25 => 20m,
        _ => 26m,
    };

    /// <summary>What depends on the model, and on two fields at once.</summary>
    public static IEnumerable<string> Problems(AudioOperation operation, RequestFields fields)
    {
        var first = operation.Model(fields) == Audio20;
        var (fewest, most) = first ? (30, 100) : (4, 8);
        if (fields["steps"] is not null && (fields.Integer("steps", 0) < fewest || fields.Integer("steps", 0) > most))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"steps: must be between {fewest} and {most}");
        }

        if (!first && fields.Number("strength", 1) < 0.01)
        {
            yield return "strength: must be between 0.01 and 1";
        }

        if (fields.Number("mask_start", 30) >= fields.Number("mask_end", operation.Longest))
        {
            yield return "mask_end: must be greater than mask_start";
        }
    }

    private static IEnumerable<AudioOperation> Family(string folder, int longest, params string[] models)
    {
        FieldRule audio = new SoundRule("audio", 6, longest, Required: true);
        yield return Make("text-to-audio");
        yield return Make("audio-to-audio", audio, new NumberRule("strength", 0, 1));
        yield return Make("inpaint", audio, new NumberRule("mask_start", 0, longest), new NumberRule("mask_end", 0, longest));

        AudioOperation Make(string name, params FieldRule[] own) => new()
        {
            Path = $"{folder}/{name}",
            DefaultModel = models[0],
            Longest = longest,
            Asynchronous = models[0] == Audio30,
            Fields =
            [
                .. own, CommonFields.Prompt, new NumberRule("duration", 1, longest), CommonFields.Seed, new IntegerRule("steps", 4, 100),
                new NumberRule("cfg_scale", 1, 25), new ChoiceRule("model", models), new ChoiceRule("output_format", ["mp3", "wav"]),
            ],
        };
    }
}
