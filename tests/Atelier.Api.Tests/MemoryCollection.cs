namespace Atelier.Api.Tests;

/// <summary>Tests that measure the memory of the whole process: beside others they would measure those, too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "memory";
}
