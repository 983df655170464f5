using Atelier.Api.Requests;

namespace Atelier.Api.Sessions;

/// <summary>Where to go after signing in.</summary>
internal sealed record OpenIdQuery(string ReturnTo) : IQueryShape<OpenIdQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [new("return_to", "A path of this server. Default: /.")];

    public static OpenIdQuery Read(QueryReader reader) => new(reader.Text("return_to") ?? "/");
}
