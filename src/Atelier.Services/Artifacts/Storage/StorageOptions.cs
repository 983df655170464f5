namespace Atelier.Services.Artifacts.Storage;

/// <summary>Where artifacts and uploads are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// <c>files:///folder</c> or <c>s3://bucket?endpoint=...</c> (docs/reference/storage.md); <see langword="null"/> keeps files in
    /// <see cref="DataFolder"/>. May hold keys: never log it. Default: files.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>The data folder; files are kept in its folder <c>artifacts</c>. Default: <c>data</c>.</summary>
    public string DataFolder { get; set; } = "data";
}
