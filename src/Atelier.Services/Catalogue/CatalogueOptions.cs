namespace Atelier.Services.Catalogue;

/// <summary>Where the catalogue comes from.</summary>
public sealed class CatalogueOptions
{
    /// <summary>A models file whose entries are merged by id over the shipped ones; <see langword="null"/> for none. Default: none.</summary>
    public string? OverridePath { get; set; }

    /// <summary>Whether a missing <see cref="OverridePath"/> stops the start. Default: no, it may be added later.</summary>
    public bool OverrideRequired { get; set; }

    /// <summary>
    /// How often the file is looked at besides the notices of the operating system, which some file systems never send.
    /// Larger saves little, smaller finds changes sooner there. Default: 10 seconds.
    /// </summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(10);
}
