using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace Atelier.Clients.Tests.Runway;

internal static class RunwayBench
{
    public const string Key = "key_0123456789abcdef0123456789abcdef";

    public static Task<VendorBench<RunwayClient>> StartAsync(ILogger<RunwayClient>? logger = null) => VendorBench.StartAsync(
        new RunwayClientOptions { ApiKey = Key },
        "/runway/v1/",
        (http, options, clock) => new RunwayClient(http, options, logger, clock));
}
