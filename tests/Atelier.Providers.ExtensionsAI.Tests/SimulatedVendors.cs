using System.ClientModel;
using Atelier.Providers.Registration;
using Atelier.Simulators;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Atelier.Providers.ExtensionsAI.Tests;

/// <summary>The simulated vendors on a loopback port, our providers over them, and the official OpenAI client pointed at one of them.</summary>
public sealed class SimulatedVendors : IAsyncLifetime, ISandboxEndpoint
{
    private SimulatorHost? _host;
    private ServiceProvider? _services;

    public Uri? BaseUrl => Host.BaseAddress;

    public VendorSimulators Simulators => Host.Simulators;

    private SimulatorHost Host => _host ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _host = await SimulatorHost.StartAsync(new SimulatorOptions { DefaultTaskDuration = TimeSpan.FromMilliseconds(200) });
        var services = new ServiceCollection();
        services.AddSingleton<ISandboxEndpoint>(this);
        services.AddAtelierProviders(_ => null, options => options.SandboxPollInterval = TimeSpan.FromMilliseconds(10));
        services.AddProvider("gpt", _ => OpenAIClient().GetChatClient("gpt-5.4-mini").AsIChatClient().AsProvider("gpt"));
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    public ProviderLookup Look(string name, ProviderTarget target) => _services!.GetRequiredService<IProviderDirectory>().Find(name, target);

    public IGenerationProvider Find(string vendor) => Look(vendor, ProviderTarget.Sandbox).ShouldBeOfType<ProviderLookup.Found>().Provider;

    /// <summary>A client nobody here wrote, pointed at the gateway's simulator.</summary>
    public OpenAIClient OpenAIClient() => new(
        new ApiKeyCredential("sk-test"),
        new OpenAIClientOptions { Endpoint = new Uri(Host.VendorUrl("aihubmix").AbsoluteUri.TrimEnd('/') + "/v1"), RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(maxRetries: 0) });
}
