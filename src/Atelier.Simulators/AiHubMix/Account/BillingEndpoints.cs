using System.Text.Json.Nodes;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Account;

/// <summary>What a key has left and has used, in US dollars. The numbers are the simulators' ledger, so every purchase shows.</summary>
internal sealed class BillingEndpoints(VendorSimulators simulators)
{
    private const decimal QuotaPerUsd = 500_000;

    public Task RemainAsync(HttpContext context, string owner)
    {
        var remain = simulators.Options.AiHubMix.UnlimitedKeys ? -1 : simulators.Ledger.Balance(AiHubMixSimulator.VendorName, owner);
        return AiHubMixAnswers.WriteAsync(context, new JsonObject { ["object"] = "list", ["total_usage"] = remain });
    }

    /// <summary>In hundredths of a dollar.</summary>
    public Task UsageAsync(HttpContext context, string owner) => AiHubMixAnswers.WriteAsync(
        context, new JsonObject
        {
            ["object"] = "list",
            ["total_usage"] = simulators.Ledger.Spent(AiHubMixSimulator.VendorName, owner) * 100,
        });

    public Task SubscriptionAsync(HttpContext context, string owner)
    {
        var limit = simulators.Ledger.Balance(AiHubMixSimulator.VendorName, owner)
            + simulators.Ledger.Spent(AiHubMixSimulator.VendorName, owner);
        return AiHubMixAnswers.WriteAsync(
            context, new JsonObject
            {
                ["object"] = "billing_subscription",
                ["soft_limit_usd"] = limit,
                ["hard_limit_usd"] = limit,
                ["access_until"] = 0,
            });
    }

    /// <summary>The account behind all keys, told to its own key alone. This side of the gateway refuses with 200.</summary>
    public Task AccountAsync(HttpContext context, string owner)
    {
        if (ApiKeys.Presented(context)!.StartsWith("sk-", StringComparison.Ordinal))
        {
            return AiHubMixAnswers.WriteAsync(
                context, new JsonObject { ["success"] = false, ["message"] = "access token invalid", ["data"] = null });
        }

        var keys = simulators.Ledger.List().Where(key => key.Vendor == AiHubMixSimulator.VendorName).ToList();
        var left = keys.Count > 0 ? keys.Sum(key => key.Balance) : simulators.Options.InitialBalance(AiHubMixSimulator.VendorName);
        var calls = simulators.Calls.Summarize().Operations.Where(row => row.Vendor == AiHubMixSimulator.VendorName).Sum(row => row.Calls);
        return AiHubMixAnswers.WriteAsync(context, new JsonObject
        {
            ["success"] = true,
            ["message"] = "",
            ["data"] = new JsonObject
            {
                ["username"] = "simulated",
                ["group"] = "default",
                ["quota"] = left * QuotaPerUsd,
                ["used_quota"] = keys.Sum(key => key.Spent) * QuotaPerUsd,
                ["request_count"] = calls,
            },
        });
    }
}
