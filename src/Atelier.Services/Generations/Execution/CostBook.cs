using Atelier.Providers;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Generations.Execution;

/// <summary>What attempts cost at vendors by the catalogue. Play money buys nothing from a vendor.</summary>
internal static class CostBook
{
    public static long? Estimate(IPricing pricing, Generation generation, ProviderUsage? usage, int? deliveredCount) =>
        generation.IsSandbox ? 0 : pricing.EstimateCost(generation.ServedPriceRule ?? generation.PriceRule, usage, deliveredCount);
}
