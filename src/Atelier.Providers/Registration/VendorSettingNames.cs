namespace Atelier.Providers.Registration;

/// <summary>What the settings of one vendor are called in the server's configuration.</summary>
/// <param name="ApiKey">The setting with the key, for example <c>RUNWAY_API_KEY</c>. Without it the vendor is not configured.</param>
/// <param name="BaseUrl">The setting with the address, for example <c>RUNWAY_BASE_URL</c>. Without it the vendor's public address is used.</param>
public sealed record VendorSettingNames(string ApiKey, string BaseUrl)
{
    /// <summary>The usual names for a prefix such as <c>RUNWAY</c>.</summary>
    public static VendorSettingNames For(string prefix) => new($"{prefix}_API_KEY", $"{prefix}_BASE_URL");
}
