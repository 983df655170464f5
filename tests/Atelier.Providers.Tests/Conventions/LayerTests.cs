using System.Reflection;
using Atelier.Providers.Registration;

namespace Atelier.Providers.Tests.Conventions;

/// <summary>The layers in words; project references and <c>internal</c> hold most of it already.</summary>
public sealed class LayerTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Providers = typeof(ProviderServiceCollectionExtensions).Assembly;
    private static readonly Assembly Abstractions = typeof(IGenerationProvider).Assembly;
    private static readonly Assembly Clients = typeof(Clients.Http.VendorHttpClient).Assembly;

    [Fact]
    public void Providers_know_the_abstractions_and_the_clients_and_nothing_else_of_ours() =>
        OursIn(Providers).ShouldBe([Abstractions.GetName().Name, Clients.GetName().Name], ignoreOrder: true);

    [Fact]
    public void Abstractions_and_clients_know_nothing_of_ours()
    {
        OursIn(Abstractions).ShouldBeEmpty();
        OursIn(Clients).ShouldBeEmpty();
    }

    [Fact]
    public void Providers_hold_no_HTTP_code()
    {
        var offenders = Providers.GetTypes()
            .SelectMany(type => TypesNamedBy(type).Where(IsHttp).Select(http => $"{type.FullName} names {http.FullName}"))
            .Distinct();
        offenders.ShouldBeEmpty("Speak HTTP in Atelier.Clients; a provider only maps.");
    }

    [Fact]
    public void The_abstractions_show_no_HTTP() => Abstractions.GetReferencedAssemblies().Select(name => name.Name).ShouldNotContain("System.Net.Http");

    [Fact]
    public void Mappers_are_static_and_keep_nothing()
    {
        var mappers = Providers.GetTypes().Where(type => type.Name.EndsWith("Mapper", StringComparison.Ordinal)).ToList();
        mappers.Count.ShouldBeGreaterThan(5);
        foreach (var mapper in mappers)
        {
            (mapper.IsAbstract && mapper.IsSealed).ShouldBeTrue($"{mapper.Name} must be a static class.");
            mapper.GetFields(Everything).Where(field => field is { IsInitOnly: false, IsLiteral: false })
                .ShouldBeEmpty($"{mapper.Name} must not keep anything between calls.");
        }
    }

    private static List<string?> OursIn(Assembly assembly) =>
    [
        .. assembly.GetReferencedAssemblies().Select(name => name.Name).Where(name => name!.StartsWith("Atelier.", StringComparison.Ordinal)),
    ];

    private static bool IsHttp(Type type) =>
        type.Namespace is { } name && (name == "System.Net.Http" || name.StartsWith("System.Net.Http.", StringComparison.Ordinal));

    /// <summary>The types of fields, signatures and local variables, which is where HTTP code would show; compiled lambdas are types too.</summary>
    private static IEnumerable<Type> TypesNamedBy(Type type)
    {
        var methods = type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)).ToList();
        return type.GetFields(Everything).Select(field => field.FieldType)
            .Concat(type.GetProperties(Everything).Select(property => property.PropertyType))
            .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType))
            .SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        yield return type;
        foreach (var part in type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : type.HasElementType ? Parts(type.GetElementType()!) : [])
        {
            yield return part;
        }
    }
}
