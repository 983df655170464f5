using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

public sealed partial class AiHubMixClient
{
    // The vendor itself keeps its lists for as long.
    private static readonly TimeSpan ListAge = TimeSpan.FromMinutes(5);

    /// <summary>The models the gateway routes: <c>GET /v1/models</c>. Needs no valid key, so it proves nothing about one.</summary>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<IReadOnlyList<ModelEntry>> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        var answer = await SendBytesAsync(Question("list_models", "v1/models", keep: ListAge), cancellationToken).ConfigureAwait(false);
        var rows = ReadJson(answer, Wire.ModelListWire).Data ?? throw Malformed(answer, "the list of models has no data");
        return [.. rows.Select(ModelRows.ReadEntry).OfType<ModelEntry>()];
    }

    /// <summary>The vendor's catalogue with kinds and prices: <c>GET /api/v1/models</c>. The vendor keeps it for 300 seconds.</summary>
    /// <param name="query">What to list. Default: everything.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<IReadOnlyList<CatalogueModel>> ListCatalogueAsync(
        CatalogueQuery? query = null, CancellationToken cancellationToken = default)
    {
        var call = Question("list_catalogue", "api/v1/models", Parameters(query ?? new()), ListAge);
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        var rows = ReadJson(answer, Wire.CatalogueWire).Data ?? throw Malformed(answer, "the catalogue has no data");
        return [.. rows.Select(ModelRows.ReadCatalogue).OfType<CatalogueModel>()];
    }

    /// <summary>What is left on the key: <c>GET /dashboard/billing/remain</c>. Also the cheapest way to prove a key.</summary>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<RemainingCredits> GetRemainingCreditsAsync(CancellationToken cancellationToken = default)
    {
        var call = Question("get_remaining_credits", "dashboard/billing/remain", keep: TimeSpan.FromSeconds(5));
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        var left = ReadJson(answer, Wire.RemainingWire).TotalUsage ?? throw Malformed(answer, "the answer names no remaining credits");

        // The vendor writes a key without limit as a negative remainder.
        return new RemainingCredits(left < 0 ? null : left);
    }

    /// <summary>What the account has used: <c>GET /dashboard/billing/usage</c>.</summary>
    /// <returns>US dollars.</returns>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<decimal> GetUsedUsdAsync(CancellationToken cancellationToken = default)
    {
        var answer = await SendBytesAsync(Question("get_usage", "dashboard/billing/usage"), cancellationToken).ConfigureAwait(false);
        var cents = ReadJson(answer, Wire.RemainingWire).TotalUsage ?? throw Malformed(answer, "the answer names no usage");

        // Unlike the remainder, the vendor writes what was used in hundredths of a dollar.
        return cents / 100;
    }

    /// <summary>The limits of the key: <c>GET /v1/dashboard/billing/subscription</c>.</summary>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<BillingSubscription> GetSubscriptionAsync(CancellationToken cancellationToken = default)
    {
        var call = Question("get_subscription", "v1/dashboard/billing/subscription");
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        var wire = ReadJson(answer, Wire.SubscriptionWire);
        var limit = wire.SoftLimitUsd ?? throw Malformed(answer, "the answer names no limit");
        return new BillingSubscription(
            limit, wire.AccessUntil is > 0 and <= LastSecond and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
    }

    /// <summary>What the gateway says of itself: <c>GET /api/status</c>. Needs no key.</summary>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<GatewayStatus> GetGatewayStatusAsync(CancellationToken cancellationToken = default)
    {
        var answer = await SendBytesAsync(Question("get_status", "api/status"), cancellationToken).ConfigureAwait(false);
        return ReadJson(answer, Wire.GatewayStatusWire).Data ?? throw Malformed(answer, "the status has no data");
    }

    /// <summary>One model the gateway routes: <c>GET /v1/models/{id}</c>.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="VendorNotFoundException">There is no such model.</exception>
    /// <exception cref="VendorException">The call failed.</exception>
    public async Task<ModelEntry> GetModelAsync(string modelId, CancellationToken cancellationToken = default)
    {
        var call = Question("get_model", $"v1/models/{Segment(modelId, nameof(modelId))}");
        var answer = await SendBytesAsync(call, cancellationToken).ConfigureAwait(false);
        return ModelRows.ReadEntry(ReadJson(answer, Wire.JsonElement)) ?? throw Malformed(answer, "the answer names no model");
    }

    // The last second that a date can tell.
    private const long LastSecond = 253_402_300_799;

    private static KeyValuePair<string, string?>[] Parameters(CatalogueQuery query) =>
    [
        new("type", query.Type),
        new("modalities", query.Modalities),
        new("model", query.Model),
        new("features", query.Features),
        new("sort_by", query.SortBy),
        new("sort_order", query.SortOrder),
    ];
}
