using System.Net;
using Atelier.Api.Authentication;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Every route for every role and scope: what the table says is what the server does.</summary>
[Collection(ServerCollection.Name)]
public sealed class RoleMatrixTests(ServerFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_opens_to_whom_the_table_says_and_to_nobody_else()
    {
        var accounts = new Accounts(fixture.Server);
        var (user, chief) = (await accounts.UserAsync("matrix user"), await accounts.UserAsync("matrix operator", UserRole.Operator));
        var disabled = await accounts.UserAsync("matrix disabled", UserRole.Operator);
        var disabledClient = await accounts.ClientAsync(disabled);
        await fixture.Server.Services.GetRequiredService<IAccountService>()
            .UpdateUserAsync(disabled.Id, new UserChanges { Disabled = true }, Actor.System(), Cancel);
        var principals = new List<(string Name, HttpClient Client, UserRole Role, KeyScopes Scopes, bool IsLive)>
        {
            ("nobody", fixture.Server.Client(null), UserRole.User, KeyScopes.None, true),
            ("a disabled operator", disabledClient, UserRole.Operator, KeyScopes.None, true),
            ("user (test key)", await accounts.ClientAsync(user), UserRole.User, KeyScopes.All, false),
            ("operator (test key)", await accounts.ClientAsync(chief), UserRole.Operator, KeyScopes.All, false),
        };
        foreach (var scopes in new[] { KeyScopes.Generate, KeyScopes.Read, KeyScopes.Admin, KeyScopes.Generate | KeyScopes.Read, KeyScopes.All })
        {
            var settings = new KeySettings { Name = scopes.ToString(), Scopes = scopes };
            principals.Add(($"user ({scopes})", await accounts.ClientAsync(user, Book.Live, settings), UserRole.User, scopes, true));
            principals.Add(($"operator ({scopes})", await accounts.ClientAsync(chief, Book.Live, settings), UserRole.Operator, scopes, true));
        }

        var (cells, wrong) = (0, new List<string>());
        foreach (var (method, path, name) in Routes())
        {
            foreach (var principal in principals)
            {
                // The id does not exist and the body is empty: whoever is let in gets another error, and nothing happens.
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var answer = await principal.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
                cells++;

                // Inside, a key may still not do more than itself.
                var isOpen = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    || (await answer.Content.ReadAsStringAsync(Cancel)) is var text
                        && (text.Contains("wider_key", StringComparison.Ordinal)
                            || (!principal.IsLive && AccessTable.Rules[name] != Access.LiveOperator && text.Contains("live_key_required", StringComparison.Ordinal)));
                if (isOpen != MayEnter(AccessTable.Rules[name], principal.Role, principal.Scopes, principal.IsLive))
                {
                    wrong.Add($"{principal.Name}: {method} {path} ({AccessTable.Rules[name]}) answered {(int)answer.StatusCode}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        cells.ShouldBeGreaterThan(800);
        TestCounts.Report($"function access: {Routes().Count()} operations x {principals.Count} principals = {cells} cells, {wrong.Count} wrong");
        principals.ForEach(principal => principal.Client.Dispose());
    }

    // Written down a second time on purpose: a mistake in the handler must not hide in the test.
    private static bool MayEnter(Access access, UserRole role, KeyScopes scopes, bool isLive) => access switch
    {
        Access.Anyone => true,
        Access.Read => (scopes & KeyScopes.Read) != 0,
        Access.Generate => (scopes & KeyScopes.Generate) != 0,
        Access.Admin => (scopes & KeyScopes.Admin) != 0,
        Access.Operator => role == UserRole.Operator && (scopes & KeyScopes.Admin) != 0,
        Access.LiveOperator => isLive && role == UserRole.Operator && (scopes & KeyScopes.Admin) != 0,
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
    };

    private IEnumerable<(string Method, string Path, string Name)> Routes() =>
        from route in fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let text = "/" + route.RoutePattern.RawText!.Trim('/')
        where text.StartsWith("/api/", StringComparison.Ordinal) || text.StartsWith("/v1/", StringComparison.Ordinal) || text.StartsWith("/health/", StringComparison.Ordinal)
        where !text.EndsWith("/events", StringComparison.Ordinal) || text.Contains('{', StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        let path = text.Replace("{**id}", "none", StringComparison.Ordinal).Replace("{id}", "none", StringComparison.Ordinal)
            .Replace("{userId}", "none", StringComparison.Ordinal).Replace("{keyId}", "none", StringComparison.Ordinal).Replace("{name}", "none", StringComparison.Ordinal)
        select (method, path, route.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);
}
