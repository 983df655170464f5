namespace Atelier.Providers;

/// <summary>Where a provider's calls go.</summary>
public enum ProviderTarget
{
    /// <summary>The vendor itself, at the configured base URL, for real money.</summary>
    Live = 0,

    /// <summary>The simulated vendors: nothing leaves this installation and credits are play money.</summary>
    Sandbox = 1,
}
