using Atelier.Clients.Http;

namespace Atelier.Clients.Stability;

/// <summary>
/// Settings of <see cref="StabilityClient"/>. Operators set <c>STABILITY_API_KEY</c> and <c>STABILITY_BASE_URL</c>, which hosts bind to
/// <see cref="VendorClientOptions.ApiKey"/> and <see cref="VendorClientOptions.BaseUrl"/> (default <c>https://api.stability.ai</c>).
/// </summary>
public sealed class StabilityClientOptions : VendorClientOptions
{
    private const int LongestClientText = 256;

    /// <summary>Settings with the vendor's own limits: 150 requests in 10 seconds, and a minute's pause after a 429.</summary>
    public StabilityClientOptions()
        : base("stability", "STABILITY", "https://api.stability.ai")
    {
        Limits.Requests = 150;
        Limits.Window = TimeSpan.FromSeconds(10);
        Limits.PauseAfter429 = TimeSpan.FromSeconds(60);
    }

    /// <summary>The organisation that pays for v1 calls (<c>org-...</c>). Default: the key's own.</summary>
    public string? Organization { get; set; }

    /// <summary>The application's name for the vendor's support desk, at most 256 characters of ASCII. Default: not sent.</summary>
    public string? ClientId { get; set; }

    /// <summary>The application's version, at most 256 characters of ASCII. Default: not sent.</summary>
    public string? ClientVersion { get; set; }

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        foreach (var (name, value) in new[] { (nameof(ClientId), ClientId), (nameof(ClientVersion), ClientVersion), (nameof(Organization),
            Organization) })
        {
            if (!IsHeaderText(value))
            {
                yield return $"{Vendor} {name} must have at most {LongestClientText} characters, printable ASCII only.";
            }
        }
    }

    internal static bool IsHeaderText(string? value) =>
        value is null || (value.Length <= LongestClientText && value.All(c => c is >= ' ' and <= '~'));
}
