using System.Globalization;

namespace Atelier.Simulators.Stability.Fields;

/// <summary>One field of a multipart request and what it may hold.</summary>
internal abstract record FieldRule(string Name, bool Required);

/// <summary>A field with a text value.</summary>
internal abstract record ValueRule(string Name, bool Required) : FieldRule(Name, Required)
{
    /// <summary>What is wrong with the value, without the field's name; null when nothing is.</summary>
    public abstract string? Problem(string value);
}

internal sealed record TextRule(string Name, bool Required = false, int Min = 0, int Max = 10_000) : ValueRule(Name, Required)
{
    public override string? Problem(string value) =>
        value.Length < Min || value.Length > Max
            ? string.Create(CultureInfo.InvariantCulture, $"must be between {Min} and {Max} characters")
            : null;
}

internal sealed record IntegerRule(string Name, long Min, long Max, bool Required = false) : ValueRule(Name, Required)
{
    public override string? Problem(string value) =>
        !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? "must be an integer"
            : number < Min || number > Max ? string.Create(CultureInfo.InvariantCulture, $"must be between {Min} and {Max}") : null;
}

internal sealed record NumberRule(string Name, double Min, double Max, bool Required = false) : ValueRule(Name, Required)
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public override string? Problem(string value) =>
        !double.TryParse(value, Style, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)
            ? "must be a number"
            : number < Min || number > Max ? string.Create(CultureInfo.InvariantCulture, $"must be between {Min} and {Max}") : null;
}

internal sealed record ChoiceRule(string Name, IReadOnlyList<string> Values, bool Required = false) : ValueRule(Name, Required)
{
    public override string? Problem(string value) => Values.Contains(value) ? null : $"must be one of {string.Join(", ", Values)}";
}

/// <summary>A file that must be a picture.</summary>
internal sealed record ImageRule(string Name, bool Required = false) : FieldRule(Name, Required)
{
    public int MinSide { get; init; } = 64;

    public int MaxSide { get; init; } = int.MaxValue;

    public int MinPixels { get; init; }

    public int MaxPixels { get; init; } = int.MaxValue;

    /// <summary>Longer side over shorter side at most.</summary>
    public double MaxAspect { get; init; } = double.MaxValue;

    /// <summary>Accepted encodings; the vendor recognises them by content, not by name.</summary>
    public IReadOnlyList<string> Formats { get; init; } = ["jpeg", "png", "webp"];

    /// <summary>The only sizes accepted; empty means any within the limits.</summary>
    public IReadOnlyList<PixelSize> Sizes { get; init; } = [];

    public string? Problem(UploadedImage image) => this switch
    {
        _ when !Formats.Contains(image.Format) => $"must be one of {string.Join(", ", Formats)}",
        _ when Sizes.Count > 0 && !Sizes.Contains(image.Size) =>
            $"dimensions must be one of {string.Join(", ", Sizes)}, but we received {image.Size}",
        _ when image.Size.Shorter < MinSide => $"every side must be at least {MinSide} pixels, but we received {image.Size}",
        _ when image.Size.Longer > MaxSide => $"every side must be at most {MaxSide} pixels, but we received {image.Size}",
        _ when image.Size.Pixels < MinPixels || image.Size.Pixels > MaxPixels =>
            $"pixel count must be between {MinPixels} and {MaxPixels}, but we received {image.Size}",
        _ when (double)image.Size.Longer / image.Size.Shorter > MaxAspect =>
            $"aspect ratio must be between 1:2.5 and 2.5:1, but we received {image.Size}",
        _ => null,
    };
}

/// <summary>A file that must be a recording.</summary>
internal sealed record SoundRule(string Name, double MinSeconds, double MaxSeconds, bool Required = false) : FieldRule(Name, Required)
{
    public const string Formats = "must be one of mp3, wav";

    public string? Problem(UploadedSound sound) => this switch
    {
        _ when sound.Container is not ("mp3" or "wav") => Formats,
        _ when sound.Seconds is null => "has a length that cannot be read",
        _ when sound.Seconds < MinSeconds || sound.Seconds > MaxSeconds => string.Create(
            CultureInfo.InvariantCulture, $"must be {MinSeconds} to {MaxSeconds} seconds long, but we received {sound.Seconds:0.##}"),
        _ => null,
    };
}
