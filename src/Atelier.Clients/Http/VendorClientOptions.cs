using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace Atelier.Clients.Http;

/// <summary>Settings every vendor client has. A vendor's own options derive from it and give the defaults.</summary>
public abstract class VendorClientOptions
{
    /// <param name="vendor">Name of the vendor in logs and errors, such as <c>runway</c>.</param>
    /// <param name="settingPrefix">Start of the setting names, such as <c>RUNWAY</c> for <c>RUNWAY_API_KEY</c>.</param>
    /// <param name="baseUrl">The vendor's public address.</param>
    protected VendorClientOptions(string vendor, string settingPrefix, string baseUrl)
    {
        Vendor = vendor;
        SettingPrefix = settingPrefix;
        BaseUrl = baseUrl;
    }

    /// <summary>Name of the vendor in logs and errors.</summary>
    public string Vendor { get; }

    /// <summary>Start of the setting names that operators use; validation names them.</summary>
    public string SettingPrefix { get; }

    /// <summary>
    /// The key of the account at the vendor, or several separated by commas, each with an optional weight: <c>key1,key2*3</c>. A key that
    /// the vendor refuses rests, and the others go on. Never logged.
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Address of the vendor, with or without <c>/v1</c> and a trailing slash; a path prefix before <c>/v1</c> is kept.</summary>
    public string BaseUrl { get; set; }

    /// <summary>Longest time for one attempt, unless the call says otherwise. Default: 100 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Longest wait for the next byte of an opened stream. Default: 60 seconds.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a failed call is repeated, 0 to 10. Default: 3, so four requests in all.</summary>
    public int RetryCount { get; set; } = 3;

    /// <summary>Wait before the first repetition; it doubles with each. Default: 1 second.</summary>
    public TimeSpan RetryBaseDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether up to half of each wait is added at random, so that many clients do not return at once. Default: true.</summary>
    public bool UseJitter { get; set; } = true;

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one ends the call at once. Default: 60 seconds.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Longest time for a whole call: waiting for its turn, every attempt and the waits between them. An attempt under way is cut off.
    /// Default: 30 minutes.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How much may be asked of the vendor at once.</summary>
    public VendorLimitOptions Limits { get; set; } = new();

    /// <summary>When calls stop being sent to a vendor that fails.</summary>
    public VendorCircuitOptions Circuit { get; set; } = new();

    /// <summary>The pool of connections.</summary>
    public VendorConnectionOptions Connections { get; set; } = new();

    /// <summary>Whether lists and balances that may be a little old are kept for a moment. Default: true.</summary>
    public bool CacheAnswers { get; set; } = true;

    /// <summary>
    /// The cache to keep them in, when it should be one of the host's; only its memory is used. Default: one of the client's own.
    /// </summary>
    public IFusionCache? SharedCache { get; set; }

    /// <summary>Where an operator finds these settings; validation names it. Default: the vendor's name.</summary>
    public string? SettingsPath { get; set; }

    /// <summary>A word that tells several clients of one vendor apart in metrics, such as <c>live</c>. Default: <c>default</c>.</summary>
    public string Account { get; set; } = "default";

    /// <summary>Largest answer held in memory, in bytes. Default: 64 MiB.</summary>
    public long MaxJsonBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The <c>User-Agent</c> header. Default: <c>Atelier/0.1</c>.</summary>
    public string UserAgent { get; set; } = "Atelier/0.1";

    /// <summary>Whether calls need a key. Default: true.</summary>
    protected virtual bool NeedsKey => true;

    /// <summary>What is wrong with these settings, one sentence each, naming the setting; empty when all is well.</summary>
    public virtual IEnumerable<string> Problems()
    {
        if (NeedsKey && (string.IsNullOrWhiteSpace(ApiKey) || Keys().Count == 0))
        {
            yield return $"{SettingPrefix}_API_KEY is not set.";
        }
        else if (Keys().Any(key => key.Text.Any(c => c is <= ' ' or > '~')))
        {
            yield return $"{SettingPrefix}_API_KEY holds spaces, line breaks or characters outside ASCII.";
        }

        if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0
            || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            yield return $"{SettingPrefix}_BASE_URL must be an http or https URL without user, query or fragment.";
        }

        foreach (var (name, value) in new[]
        {
            (nameof(Timeout), Timeout), (nameof(StreamIdleTimeout), StreamIdleTimeout), (nameof(RetryBaseDelay), RetryBaseDelay),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                yield return $"{Vendor} {name} must be more than zero and at most one day, but is {value}.";
            }
        }

        if (RetryCount is < 0 or > 10)
        {
            yield return $"{Vendor} {nameof(RetryCount)} must be 0 to 10, but is {RetryCount}.";
        }

        if (Deadline <= TimeSpan.Zero || Deadline > TimeSpan.FromDays(7))
        {
            yield return $"{Vendor} {nameof(Deadline)} must be more than zero and at most seven days, but is {Deadline}.";
        }

        string[] pipeline =
        [
            .. Limits.Problems($"{Path}:{nameof(Limits)}"),
            .. Circuit.Problems($"{Path}:{nameof(Circuit)}"),
            .. Connections.Problems($"{Path}:{nameof(Connections)}"),
        ];
        foreach (var problem in pipeline)
        {
            yield return problem;
        }

        if (MaxRetryAfter < TimeSpan.Zero)
        {
            yield return $"{Vendor} {nameof(MaxRetryAfter)} must not be negative, but is {MaxRetryAfter}.";
        }

        if (MaxJsonBytes is < 1 or > int.MaxValue)
        {
            yield return $"{Vendor} {nameof(MaxJsonBytes)} must be 1 to {int.MaxValue}, but is {MaxJsonBytes}.";
        }
    }

    /// <summary>Vendor and address; never the key.</summary>
    public override string ToString() => $"{Vendor} at {BaseUrl}";

    /// <exception cref="OptionsValidationException">A setting is missing or wrong.</exception>
    internal void Validate()
    {
        string[] problems = [.. Problems()];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(Vendor, GetType(), problems);
        }
    }

    private string Path => SettingsPath ?? Vendor;

    /// <summary>Counts the connections of the pool that is made from these options.</summary>
    internal OpenConnections Pool { get; } = new();

    /// <summary>The keys of <see cref="ApiKey"/>.</summary>
    internal IReadOnlyList<VendorApiKey> Keys() => VendorApiKeys.Parse(ApiKey);

    /// <summary>These settings as they are now, which later changes do not touch.</summary>
    internal VendorClientOptions Snapshot() => (VendorClientOptions)MemberwiseClone();

    /// <summary>The base address ending in a slash, without <c>/v1</c>.</summary>
    internal Uri RootUri()
    {
        var text = BaseUrl.TrimEnd('/');
        if (text.EndsWith("/v1", StringComparison.OrdinalIgnoreCase))
        {
            text = text[..^3].TrimEnd('/');
        }

        return new Uri(text + "/");
    }
}
