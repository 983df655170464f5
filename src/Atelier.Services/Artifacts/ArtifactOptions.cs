namespace Atelier.Services.Artifacts;

/// <summary>Limits and lifetimes of stored media.</summary>
public sealed class ArtifactOptions
{
    /// <summary>Largest upload, in bytes, however it arrives. Larger lets callers fill the store faster. Default: 200 MB.</summary>
    public long MaxUploadBytes { get; set; } = 200_000_000;

    /// <summary>Most pixels of an uploaded picture. A picture's memory grows with its pixels, not with its file. Default: 64 million.</summary>
    public long MaxUploadPixels { get; set; } = 64_000_000;

    /// <summary>How long an upload may be used. Default: 7 days.</summary>
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How much longer than that an upload's bytes stay, for generations that were accepted before. Also how old something unknown in the
    /// store must be before it counts as left behind. Default: 24 hours.
    /// </summary>
    public TimeSpan RemovalGrace { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often expired and deleted media is removed. Default: 15 minutes.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often the whole store is compared with the records. Larger spares a large store. Default: 6 hours.</summary>
    public TimeSpan OrphanInterval { get; set; } = TimeSpan.FromHours(6);
}
