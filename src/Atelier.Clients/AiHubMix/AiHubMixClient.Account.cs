using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    // So many units of quota are one US dollar.
    private const decimal QuotaPerUsd = 500_000;

    /// <summary>
    /// The account behind all of its keys: <c>GET /api/user/self</c>. Takes the account's own key, the console's "Manage Key", which no other call
    /// takes.
    /// </summary>
    /// <exception cref="InvalidOperationException"><see cref="AiHubMixClientOptions.ManageKey"/> is not set.</exception>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<GatewayAccount> GetAccountAsync(CancellationToken cancellationToken = default)
    {
        var key = _manageKey ?? throw new InvalidOperationException(
            $"The account is told to its Manage Key alone: set {nameof(AiHubMixClientOptions)}.{nameof(AiHubMixClientOptions.ManageKey)}.");
        var call = new VendorRequest
        {
            Operation = "get_account",
            Path = "api/user/self",
            Headers = [new("Authorization", $"Bearer {key}")],
            Authenticate = false,
            Timeout = _questionTimeout,
        };
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        var data = ReadJson(answer, Wire.AccountWire).Data;
        var left = data?.Quota ?? throw Malformed(answer, "the answer names no quota");
        return new GatewayAccount
        {
            Username = data.Username,
            Group = data.Group,
            RemainingUsd = left / QuotaPerUsd,
            UsedUsd = data.UsedQuota / QuotaPerUsd,
            Requests = data.RequestCount,
        };
    }
}
