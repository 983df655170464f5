using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Testing;
using Atelier.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Many requests at once over HTTP: credits and idempotency keys hold, on both databases.</summary>
public sealed class SpendingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_hundred_at_once_against_credit_for_ten_and_exactly_ten_pass(string engine)
    {
        await using var database = await CreateAsync(engine);
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path, ("ATELIER_DATABASE", database.Options.Database));
        var accounts = new Accounts(server);
        var user = await accounts.UserAsync();
        using var client = await accounts.ClientAsync(user);
        var price = await PriceAsync(client);
        await accounts.GrantAsync(user.Id, 10 * price);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/generations", Body, Cancel);
            return answer.StatusCode;
        }));

        statuses.Count(status => status == HttpStatusCode.Accepted).ShouldBe(10);
        statuses.Count(status => status == HttpStatusCode.PaymentRequired).ShouldBe(90);
        await BooksShouldBeCleanAsync(server);
        TestCounts.Report($"spenders ({engine}): 100 at once against credit for 10, {statuses.Count(status => status == HttpStatusCode.Accepted)} passed");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Sixty_four_at_once_with_each_of_two_hundred_keys_make_two_hundred_generations(string engine)
    {
        const int Keys = 200;
        const int Parallel = 64;
        await using var database = await CreateAsync(engine);
        using var folder = new TemporaryFolder();
        await using var server = await ServerFixture.StartAsync(folder.Path, ("ATELIER_DATABASE", database.Options.Database));
        var accounts = new Accounts(server);
        var user = await accounts.UserAsync();
        using var client = await accounts.ClientAsync(user);
        var price = await PriceAsync(client);
        await accounts.GrantAsync(user.Id, (Keys + 50) * price);

        var ids = new HashSet<string>();
        for (var key = 0; key < Keys; key++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => PostAsync(client, $"key-{key}")));
            answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted || answer.Status == HttpStatusCode.OK);
            ids.Add(answers.Select(answer => answer.Id).Distinct().ShouldHaveSingleItem()).ShouldBeTrue();
        }

        ids.Count.ShouldBe(Keys);
        await Task.WhenAll(ids.Select(id => FinishAsync(client, id)));
        var holds = await MovesAsync(server, user, "Hold");
        var charges = await MovesAsync(server, user, "Capture");
        (holds, charges).ShouldBe((Keys, Keys));
        var left = await server.Services.GetRequiredService<ICreditService>().BalanceAsync(user.Id, Book.Test, Cancel);
        (MicroCredits.ToCredits(left.AvailableMicro), left.HeldMicro).ShouldBe((50 * price, 0));
        await BooksShouldBeCleanAsync(server);
        TestCounts.Report($"idempotency ({engine}): {Parallel} at once x {Keys} keys = {Parallel * Keys} requests, {ids.Count} generations, {charges} charges");
    }

    private static object Body { get; } = new { model = "stability/core", input = new { prompt = "a fox" } };

    private static Task<TestDatabase> CreateAsync(string engine) =>
        engine == "sqlite" ? TestDatabase.CreateSqliteAsync(Cancel) : TestDatabase.CreatePostgresAsync(Cancel);

    private static async Task<decimal> PriceAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/quotes", Body, Cancel);
        return (await answer.ReadJsonAsync()).GetProperty("hold").GetDecimal();
    }

    private static async Task<(HttpStatusCode Status, string Id)> PostAsync(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations") { Content = JsonContent.Create(Body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Cancel);
        var json = await answer.ReadJsonAsync();
        return (answer.StatusCode, json.TryGetProperty("id", out var id) ? id.GetString()! : json.GetRawText());
    }

    /// <summary>Follows a generation's events to their end, which comes when it has completed.</summary>
    private static async Task FinishAsync(HttpClient client, string id)
    {
        var events = await client.GetStringAsync($"/api/v1/generations/{id}/events", Cancel);
        events.ShouldContain("event: generation.completed");
    }

    private static async Task<int> MovesAsync(RunningServer server, User user, string move)
    {
        var credits = server.Services.GetRequiredService<ICreditService>();
        var (count, cursor) = (0, (string?)null);
        do
        {
            var page = await credits.LedgerAsync(new LedgerQuery(user.Id, Book.Test, Cursor: cursor, Limit: 100), Cancel);
            count += page.Items.Count(item => item.Move.ToString() == move);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return count;
    }

    private static async Task BooksShouldBeCleanAsync(RunningServer server) =>
        (await server.Services.GetRequiredService<ICreditService>().ReconcileAsync(Cancel)).IsClean.ShouldBeTrue();
}
