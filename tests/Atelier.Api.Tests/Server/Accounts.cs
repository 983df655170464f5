using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.TopUps;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Makes users, teams, keys and credits on a running server, as an operator would.</summary>
internal sealed class Accounts(RunningServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IAccountService Service => server.Services.GetRequiredService<IAccountService>();

    public async Task<User> UserAsync(string name = "somebody", UserRole role = UserRole.User, string? password = null) =>
        (await Service.CreateUserAsync(new NewUser(name, role) { Password = password }, Actor.System(), Cancel)).Value!;

    public async Task<CreatedKey> KeyAsync(User user, Book book = Book.Test, KeySettings? settings = null) =>
        (await Service.CreateKeyAsync(user.Id, book, settings ?? new KeySettings { Name = "key" }, Actor.System(), Cancel)).Value!;

    public async Task<HttpClient> ClientAsync(User user, Book book = Book.Test, KeySettings? settings = null) =>
        server.Client((await KeyAsync(user, book, settings)).Secret);

    public async Task<Team> TeamAsync(params User[] members)
    {
        var teams = server.Services.GetRequiredService<ITeamService>();
        var team = (await teams.CreateAsync("team", AccountLimits.None, Actor.System(), Cancel)).Value!;
        foreach (var member in members)
        {
            await teams.PutMemberAsync(team.Id, member.Id, TeamRole.Manager, Actor.System(), Cancel);
        }

        return team;
    }

    public async Task GrantAsync(string payerId, decimal credits, Book book = Book.Test)
    {
        MicroCredits.TryFromCredits(credits, out var micro);
        var granted = await server.Services.GetRequiredService<ICreditService>()
            .GrantAsync(new GrantRequest(payerId, book, micro, "for the test", "system"), Cancel);
        granted.IsOk.ShouldBeTrue();
    }

    /// <summary>Makes a top-up code and tells its id.</summary>
    public async Task<string> CodeAsync(Book book) => (await server.Services.GetRequiredService<ITopUpService>()
        .CreateAsync(new NewTopUpCodes(1, book, MicroCredits.PerCredit, "system"), Actor.System(), Cancel)).Value!.Single().Code.Id;

    /// <summary>Makes a picture and waits for it.</summary>
    public static async Task<JsonElement> PictureAsync(HttpClient client, string model = "stability/core")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations")
        {
            Content = JsonContent.Create(new { model, input = new { prompt = "a fox" } }),
        };
        request.Headers.Add("Prefer", "wait=60");
        using var answer = await client.SendAsync(request, Cancel);
        var generation = await answer.ReadJsonAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, generation.GetRawText());
        return generation;
    }
}
