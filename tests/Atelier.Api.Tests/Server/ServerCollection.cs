namespace Atelier.Api.Tests.Server;

/// <summary>Tests that share one whole server, one after the other, so that sums over its books hold.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "whole server";
}
