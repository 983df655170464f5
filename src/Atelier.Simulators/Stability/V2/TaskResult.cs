using System.Globalization;
using System.Text.Json.Serialization;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Atelier.Simulators.Media.Sounds;

namespace Atelier.Simulators.Stability.V2;

/// <summary>Everything needed to make a result, now or after a restart. Equal values give equal bytes.</summary>
internal sealed record TaskResult
{
    private const int VideoSeconds = 4;
    private const int VideoFramesPerSecond = 6;

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>The seed reported to the caller.</summary>
    public required long Seed { get; init; }

    /// <summary>The seed drawn with, which also depends on every other field of the request.</summary>
    public required long DrawingSeed { get; init; }

    public required string Prompt { get; init; }

    public required string Caption { get; init; }

    public PictureFormat Format { get; init; }

    public bool Transparent { get; init; }

    public bool IsVideo { get; init; }

    /// <summary>Length of a recording; null for pictures and videos.</summary>
    public double? Seconds { get; init; }

    public SoundFormat SoundFormat { get; init; } = SoundFormat.Mp3;

    public required string FinishReason { get; init; }

    [JsonIgnore]
    public bool IsSound => Seconds is not null;

    [JsonIgnore]
    public string MediaType => IsVideo ? "video/mp4" : IsSound ? SoundMaker.MediaType(SoundFormat) : Format.MediaType();

    public static long DrawingSeedOf(string operation, long seed, string fingerprint) =>
        (long)(SimulatorSeed.Derive(operation, seed.ToString(CultureInfo.InvariantCulture), fingerprint) >> 1);

    public DeliveredMedia Render() =>
        new(IsVideo ? RenderVideo() : Seconds is { } seconds ? RenderSound(seconds) : RenderPicture(), MediaType, FinishReason, Seed);

    public DeliveredMedia Empty() => new([], MediaType, FinishReason, Seed);

    private byte[] RenderPicture() => PictureMaker.Make(new Picture(Width, Height, Prompt, DrawingSeed)
    {
        Format = Format,
        Caption = Caption,
        Transparent = Transparent,
        Blurred = FinishReason == FinishReasons.Filtered,
    });

    private byte[] RenderSound(double seconds) => SoundMaker.Make(new Sound(seconds, Prompt, DrawingSeed, SoundFormat));

    private byte[] RenderVideo() => Mp4Maker.Make(new Video(Width, Height, VideoSeconds, Prompt, DrawingSeed)
    {
        FramesPerSecond = VideoFramesPerSecond,
        Caption = Caption,
        Blurred = FinishReason == FinishReasons.Filtered,
    });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TaskResult))]
internal sealed partial class TaskResultJson : JsonSerializerContext;
