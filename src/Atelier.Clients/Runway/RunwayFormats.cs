namespace Atelier.Clients.Runway;

/// <summary>The formats that the vendor writes, and the profiles of ProRes.</summary>
internal static class RunwayFormats
{
    private const string Prores = "prores";
    private const string HdrProres = "hdr_prores";

    public static readonly string[] Video =
    [
        "mp4", Prores, "png_sequence", "hdr10", "hlg", "sdr_rec709_10bit", "hdr_pq_12bit_master", HdrProres, "hdr_png_sequence",
        "hdr_exr_sequence", "hdr_exr_acescg_sequence_1_3", "hdr_exr_acescg_sequence_2_0",
    ];

    public static readonly string[] Aleph = ["mp4", Prores, "png_sequence", "sdr_rec709_10bit"];

    public static readonly string[] Hdr =
        ["hdr10", "hlg", HdrProres, "hdr_exr_sequence", "hdr_exr_acescg_sequence_1_3", "hdr_exr_acescg_sequence_2_0"];

    private static readonly string[] Profiles = ["422 Proxy", "422 LT", "422", "422 HQ", "4444", "4444 XQ"];
    private static readonly string[] HdrProfiles = ["422", "422 HQ", "4444"];

    /// <summary>A profile belongs to ProRes: any with <c>prores</c>, three of them with <c>hdr_prores</c>.</summary>
    public static void CheckProfile(string? profile, string? format)
    {
        if (profile is null)
        {
            return;
        }

        RunwayCheck.Require(format is Prores or HdrProres, "proresProfile", $"go with the format {Prores} or {HdrProres}, but that is '{format}'");
        RunwayCheck.OneOf(profile, "proresProfile", format == Prores ? Profiles : HdrProfiles);
    }
}
