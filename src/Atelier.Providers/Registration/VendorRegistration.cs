namespace Atelier.Providers.Registration;

/// <summary>One vendor this build knows.</summary>
/// <param name="Name">The provider's name, as in the catalogue; also its path below the sandbox's address.</param>
/// <param name="SettingNames">What its settings are called.</param>
/// <param name="PublicBaseUrl">The vendor's public address, used when none is configured.</param>
/// <param name="SandboxKey">The key sent to the simulated vendor: well formed, worth nothing.</param>
/// <param name="Create">Makes the provider; called once per target.</param>
public sealed record VendorRegistration(
    string Name,
    VendorSettingNames SettingNames,
    string PublicBaseUrl,
    string SandboxKey,
    Func<VendorConnection, IGenerationProvider> Create);
