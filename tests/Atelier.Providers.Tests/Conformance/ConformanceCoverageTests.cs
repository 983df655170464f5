using System.Reflection;
using Atelier.Providers.Registration;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>Nobody adds a provider, or a modality to one, without its suite.</summary>
public sealed class ConformanceCoverageTests
{
    [Fact]
    public void Every_provider_has_a_suite()
    {
        foreach (var provider in Providers())
        {
            SuitesOf(provider).ShouldNotBeEmpty($"{provider.Name} needs a class that derives from ProviderConformanceTests and bears [ConformanceOf(typeof({provider.Name}))].");
        }
    }

    [Fact]
    public async Task Every_modality_of_a_provider_has_a_suite()
    {
        await using var host = new ConformanceHost();
        await host.InitializeAsync();
        var tested = Providers().SelectMany(SuitesOf).Select(suite => Describe(suite, host)).ToHashSet();
        foreach (var name in host.Directory.Names)
        {
            foreach (var modality in host.Find(name).Capabilities.Modalities)
            {
                tested.ShouldContain((name, modality), $"{name} offers {modality}, but no conformance suite makes one.");
            }
        }
    }

    private static List<Type> Providers() =>
    [
        .. typeof(ProviderServiceCollectionExtensions).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IGenerationProvider)))
            .Where(type => type.Namespace != "Atelier.Providers.Pipeline"),
    ];

    private static List<Type> SuitesOf(Type provider) =>
    [
        .. typeof(ConformanceCoverageTests).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ProviderConformanceTests)))
            .Where(type => type.GetCustomAttribute<ConformanceOfAttribute>(inherit: true)?.Provider == provider),
    ];

    private static (string Vendor, Modality Modality) Describe(Type suite, ConformanceHost host)
    {
        var instance = (IConformanceSuite)Activator.CreateInstance(suite, host)!;
        return (instance.Vendor, instance.Modality);
    }
}
