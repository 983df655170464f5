using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Settings of an <see cref="AiHubMixClient"/>. As settings of an installation: <c>AIHUBMIX_API_KEY</c>, <c>AIHUBMIX_BASE_URL</c>.
/// </summary>
public sealed class AiHubMixClientOptions : VendorClientOptions
{
    internal const string PublicAddress = "https://aihubmix.com";
    private const string PublicTaskAddress = "https://api.aihubmix.com";

    /// <summary>
    /// Creates settings with the vendor's defaults: base URL <c>https://aihubmix.com</c>, 300 seconds for one attempt and for the next
    /// byte of a stream.
    /// </summary>
    public AiHubMixClientOptions()
        : base("aihubmix", "AIHUBMIX", PublicAddress)
    {
        // High-quality pictures and the creation of videos take minutes within one call.
        Timeout = TimeSpan.FromSeconds(300);

        // Reasoning models think for minutes before the first, or between two, pieces of a streamed answer.
        StreamIdleTimeout = TimeSpan.FromSeconds(300);
    }

    /// <summary>
    /// Longest time for one attempt of a question that buys nothing: the state of a task, a list, the credits left. Default: 60 seconds.
    /// </summary>
    public TimeSpan QuestionTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Code of an application registered with the vendor, sent as <c>APP-Code</c> on every call. Default: none.</summary>
    public string? AppCode { get; set; }

    /// <summary>
    /// The account's own key (the console's "Manage Key", not one beginning with <c>sk-</c>), for <see cref="AiHubMixClient.GetAccountAsync"/>
    /// alone. A secret. Default: none.
    /// </summary>
    public string? ManageKey { get; set; }

    /// <summary>
    /// Address asked for the tasks of predictions. Default: <c>https://api.aihubmix.com</c> for the public service, the base URL
    /// for any other.
    /// </summary>
    public string? TaskBaseUrl { get; set; }

    /// <inheritdoc />
    public override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        if (AppCode is { } code && (code.Length == 0 || code.Any(c => c is <= ' ' or > '~')))
        {
            yield return $"{Vendor} {nameof(AppCode)} must be printable ASCII without spaces.";
        }

        if (ManageKey is { } own && (own.Length == 0 || own.Any(c => c is <= ' ' or > '~')))
        {
            yield return $"{Vendor} {nameof(ManageKey)} must be printable ASCII without spaces.";
        }

        if (QuestionTimeout <= TimeSpan.Zero || QuestionTimeout > TimeSpan.FromDays(1))
        {
            yield return $"{Vendor} {nameof(QuestionTimeout)} must be more than zero and at most one day, but is {QuestionTimeout}.";
        }

        if (TaskBaseUrl is not null && !(Uri.TryCreate(TaskBaseUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return $"{Vendor} {nameof(TaskBaseUrl)} must be an http or https URL, but is '{TaskBaseUrl}'.";
        }
    }

    /// <summary>The host of prediction tasks without <c>/v1</c>; <see langword="null"/> when it is that of the base URL.</summary>
    internal string? TaskRoot()
    {
        var own = TaskBaseUrl ?? (new Uri(BaseUrl).Host == new Uri(PublicAddress).Host ? PublicTaskAddress : null);
        var root = own?.TrimEnd('/');
        return root is not null && root.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? root[..^3] : root;
    }
}
