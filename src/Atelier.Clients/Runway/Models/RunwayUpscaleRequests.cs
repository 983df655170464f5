using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>A request for a video in more pixels, or in more frames a second.</summary>
public sealed record RunwayVideoUpscaleRequest : IRunwayRequest
{
    /// <summary><c>magnific_video_upscaler_creative</c> or <c>enhance_frame_rate</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The video, at most 30 seconds long.</summary>
    public required string VideoUri { get; init; }

    /// <summary><c>720p</c>, <c>1k</c>, <c>2k</c> (the default) or <c>4k</c>.</summary>
    public string? Resolution { get; init; }

    /// <summary>0 to 100: how much may be invented.</summary>
    public int? Creativity { get; init; }

    /// <summary>0 to 100.</summary>
    public int? Sharpen { get; init; }

    /// <summary>0 to 100.</summary>
    public int? SmartGrain { get; init; }

    /// <summary><c>vivid</c> or <c>natural</c>.</summary>
    public string? Flavor { get; init; }

    /// <summary>Whether there are more frames a second as well.</summary>
    public bool? FpsBoost { get; init; }

    /// <summary>
    /// <c>24</c>, <c>25</c>, <c>30</c>, <c>48</c>, <c>50</c>, <c>60</c>, <c>120</c>, <c>23_98</c>, <c>29_97</c> or <c>59_94</c>,
    /// for <c>enhance_frame_rate</c>.
    /// </summary>
    public string? TargetFramerate { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.Media(VideoUri, "videoUri", "video");
        RunwayCheck.Range(Creativity, "creativity", 0, 100);
        RunwayCheck.Range(Sharpen, "sharpen", 0, 100);
        RunwayCheck.Range(SmartGrain, "smartGrain", 0, 100);
        RunwayCheck.Among(Resolution, "resolution", ["720p", "1k", "2k", "4k"]);
        RunwayCheck.Among(Flavor, "flavor", ["vivid", "natural"]);
        RunwayCheck.Among(TargetFramerate, "targetFramerate", ["24", "25", "30", "48", "50", "60", "120", "23_98", "29_97", "59_94"]);
        if (Model == "enhance_frame_rate")
        {
            RunwayCheck.Given(TargetFramerate, More, "targetFramerate", Model);
        }
    }
}

/// <summary>A request for a picture in more pixels.</summary>
public sealed record RunwayImageUpscaleRequest : IRunwayRequest
{
    /// <summary><c>magnific_precision_upscaler_v2</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The picture, 300 to 8,000 pixels a side; the result has at most 25.3 megapixels.</summary>
    public required string ImageUri { get; init; }

    /// <summary>2 (the default), 4, 8 or 16.</summary>
    public int? ScaleFactor { get; init; }

    /// <summary><c>sublime</c>, <c>photo</c> or <c>photo_denoiser</c>.</summary>
    public string? Flavor { get; init; }

    /// <summary>0 to 100.</summary>
    public int? Sharpen { get; init; }

    /// <summary>0 to 100.</summary>
    public int? SmartGrain { get; init; }

    /// <summary>0 to 100.</summary>
    public int? UltraDetail { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.Media(ImageUri, "imageUri", "image");
        RunwayCheck.OneOf(ScaleFactor, "scaleFactor", 2, 4, 8, 16);
        RunwayCheck.Range(Sharpen, "sharpen", 0, 100);
        RunwayCheck.Range(SmartGrain, "smartGrain", 0, 100);
        RunwayCheck.Range(UltraDetail, "ultraDetail", 0, 100);
        RunwayCheck.Among(Flavor, "flavor", ["sublime", "photo", "photo_denoiser"]);
    }
}

/// <summary>A request for a video in high dynamic range.</summary>
public sealed record RunwayVideoToHdrRequest : IRunwayRequest
{
    /// <summary><c>ruby</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The video, at most 30 seconds long.</summary>
    public required string VideoUri { get; init; }

    /// <summary><c>hdr10</c> (the default), <c>hlg</c>, <c>hdr_prores</c> or one of the EXR sequences.</summary>
    public string? OutputFormat { get; init; }

    /// <summary><c>422</c>, <c>422 HQ</c> or <c>4444</c>; only with <c>hdr_prores</c>.</summary>
    public string? ProresProfile { get; init; }

    /// <summary>Longest time for one attempt. Default: <see cref="VendorClientOptions.Timeout"/>.</summary>
    [JsonIgnore]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further fields under the vendor's own names, for what the vendor adds.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    void IRunwayRequest.Check(string endpoint)
    {
        RunwayCheck.Media(VideoUri, "videoUri", "video");
        RunwayCheck.Among(OutputFormat, "outputFormat", RunwayFormats.Hdr);
        RunwayFormats.CheckProfile(ProresProfile, OutputFormat);
    }
}
