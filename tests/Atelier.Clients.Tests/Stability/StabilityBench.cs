using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;

namespace Atelier.Clients.Tests.Stability;

internal static class StabilityBench
{
    public const string Key = "sk-stability-0123456789";

    public static Task<VendorBench<StabilityClient>> StartAsync(string? organization = null) => VendorBench.StartAsync(
        new StabilityClientOptions { ApiKey = Key, Organization = organization },
        "/stability/v1",
        (http, options, clock) => new StabilityClient(http, options, null, clock));
}
