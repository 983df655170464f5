using Atelier.Clients.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Clients.Stability;

/// <summary>
/// Speaks the Stability AI REST API: v1 (SDXL, account) and v2beta (Stable Image, 3D, Stable Audio, the retired Stable Video). One file for
/// each family of paths.
/// </summary>
/// <remarks>
/// Every method that buys something refuses with an <see cref="ArgumentException"/>, before it sends anything, what the vendor's limits
/// rule
/// out; its parameter is the vendor's name of the field. Every other failure is a <see cref="VendorException"/>. No money is a
/// <see cref="VendorBalanceException"/>, although v1 answers it with 429; refused content is a <see cref="VendorContentRefusedException"/>.
/// </remarks>
public sealed partial class StabilityClient : VendorHttpClient
{
    /// <summary>The vendor asks not to poll one job more often than this.</summary>
    public static readonly TimeSpan ShortestPollInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BalanceAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListAge = TimeSpan.FromMinutes(5);

    private readonly string? _organization;
    private readonly string? _clientId;
    private readonly string? _clientVersion;

    /// <param name="http">Sends the requests.</param>
    /// <param name="options">Settings; read once, here.</param>
    /// <param name="logger">Gets one line per attempt. Default: none.</param>
    /// <param name="time">The clock for waits and time limits. Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong.</exception>
    public StabilityClient(HttpClient http, StabilityClientOptions options, ILogger<StabilityClient>? logger = null,
        TimeProvider? time = null)
        : base(http, options, logger ?? NullLogger<StabilityClient>.Instance, time) =>
        (_organization, _clientId, _clientVersion) = (options.Organization, options.ClientId, options.ClientVersion);

    /// <summary><c>GET /v1/user/account</c>: who the key belongs to.</summary>
    public Task<StabilityAccount> GetAccountAsync(CancellationToken cancellationToken = default) => SendJsonAsync(
        new VendorRequest { Operation = "account", Path = "v1/user/account", Headers = ClientHeaders(), CacheFor = BalanceAge },
        StabilityJson.Default.StabilityAccount,
        cancellationToken);

    /// <summary><c>GET /v1/user/balance</c>: credits left (1 credit is 0.01 USD). The cheapest check of a key.</summary>
    public Task<StabilityBalance> GetBalanceAsync(CancellationToken cancellationToken = default) =>
        SendJsonAsync(V1("balance", "v1/user/balance", BalanceAge), StabilityJson.Default.StabilityBalance, cancellationToken);

    /// <summary><c>GET /v1/engines/list</c>: the v1 engines this key may use.</summary>
    public Task<IReadOnlyList<StabilityEngine>> ListEnginesAsync(CancellationToken cancellationToken = default) =>
        SendJsonAsync(V1("engines_list", "v1/engines/list", ListAge), StabilityJson.Default.IReadOnlyListStabilityEngine, cancellationToken);

    /// <inheritdoc/>
    protected override VendorError ParseError(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> body) =>
        StabilityErrors.Parse(KindOf(statusCode), body);

    /// <summary>
    /// The vendor's own 500 says that the request failed, and failed requests are not charged. Without its envelope a 5xx comes from a
    /// proxy before it and proves nothing.
    /// </summary>
    protected override bool IsProvenRefusal(int statusCode, VendorHeaders headers, VendorError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return base.IsProvenRefusal(statusCode, headers, error) || (statusCode == 500 && error.Code is "internal_error" or "server_error");
    }
}
