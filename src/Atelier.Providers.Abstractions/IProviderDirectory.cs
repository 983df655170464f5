namespace Atelier.Providers;

/// <summary>Finds the provider for a name and a target.</summary>
public interface IProviderDirectory
{
    /// <summary>The names of all providers this build has, whether configured or not.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Finds a provider.</summary>
    /// <param name="name">The provider's name, as in the catalogue.</param>
    /// <param name="target">The vendor itself or the simulated one.</param>
    ProviderLookup Find(string name, ProviderTarget target);
}

/// <summary>The answer of <see cref="IProviderDirectory.Find"/>.</summary>
public abstract record ProviderLookup
{
    private ProviderLookup()
    {
    }

    /// <summary>The provider is there and configured.</summary>
    /// <param name="Provider">The provider.</param>
    public sealed record Found(IGenerationProvider Provider) : ProviderLookup;

    /// <summary>The provider exists but a setting is missing.</summary>
    /// <param name="MissingSetting">The setting to set, for example <c>RUNWAY_API_KEY</c>.</param>
    public sealed record NotConfigured(string MissingSetting) : ProviderLookup;

    /// <summary>No provider has that name.</summary>
    public sealed record Unknown : ProviderLookup;
}
