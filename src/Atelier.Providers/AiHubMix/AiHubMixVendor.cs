using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Providers.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Providers.AiHubMix;

/// <summary>Registers AIHubMix.</summary>
internal static class AiHubMixVendor
{
    /// <summary>Adds the clients of both targets and the provider over them.</summary>
    public static IServiceCollection AddAiHubMix(this IServiceCollection services) => services.AddVendor<AiHubMixClientOptions>(
        "aihubmix",
        static (services, key) => services.AddAiHubMixClient(key, static _ => { }),
        static context => new AiHubMixProvider(
            context.Services.GetRequiredKeyedService<AiHubMixClient>(context.ClientKey),
            context.Services.GetRequiredKeyedService<MediaDownloader>(context.ClientKey),
            context.PollInterval));
}
