namespace Atelier.Api.Tests.Server;

/// <summary>Tests that change the environment of the process, which every server that starts beside them would see.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    public const string Name = "environment";
}
