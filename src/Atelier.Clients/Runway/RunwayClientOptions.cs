using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>
/// Settings of <see cref="RunwayClient"/>. Operators set <c>RUNWAY_API_KEY</c> and <c>RUNWAY_BASE_URL</c>, which hosts bind to
/// <see cref="VendorClientOptions.ApiKey"/> and <see cref="VendorClientOptions.BaseUrl"/> (default <c>https://api.dev.runwayml.com</c>).
/// </summary>
public sealed class RunwayClientOptions() : VendorClientOptions("runway", "RUNWAY", "https://api.dev.runwayml.com")
{
    /// <summary>The <c>X-Runway-Version</c> header. Default: <c>2024-11-06</c>.</summary>
    public string ApiVersion { get; set; } = "2024-11-06";

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        if (!DateOnly.TryParseExact(ApiVersion, "yyyy-MM-dd", out _))
        {
            yield return $"{Vendor} {nameof(ApiVersion)} must be a date such as 2024-11-06, but is '{ApiVersion}'.";
        }
    }
}
