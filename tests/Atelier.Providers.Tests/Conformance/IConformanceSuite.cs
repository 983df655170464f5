namespace Atelier.Providers.Tests.Conformance;

/// <summary>What a suite is about, for the test that looks for missing ones.</summary>
public interface IConformanceSuite
{
    /// <summary>The provider's name.</summary>
    string Vendor { get; }

    /// <summary>The modality of the suite's request.</summary>
    Modality Modality { get; }
}

/// <summary>Says which provider a suite is about.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ConformanceOfAttribute(Type provider) : Attribute
{
    public Type Provider => provider;
}
