using System.Net;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Routes;

public sealed class GenerationTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Path = "/api/v1/generations";
    private const string Fox = """{"model":"stability/core","input":{"prompt":"a fox","seed":7}}""";

    [Fact]
    public async Task Creating_answers_accepted_with_where_to_look()
    {
        using var client = api.Client();
        using var answer = await client.PostAsync(
            Path, ApiFixture.Json("""{"model":"stability/core","input":{"prompt":"a fox"},"metadata":{"order":"7"},"max_credits":3.5}"""), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var made = await answer.ReadJsonAsync();
        answer.Headers.Location!.OriginalString.ShouldBe($"{Path}/{made.GetProperty("id").GetString()}");
        made.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "id", "object", "status", "model", "modality", "input", "queue_position", "artifacts", "credits", "sandbox", "metadata", "created_at",
        ]);
        made.GetProperty("object").GetString().ShouldBe("generation");
        made.GetProperty("status").GetString().ShouldBe("queued");
        made.GetProperty("modality").GetString().ShouldBe("image");
        made.GetProperty("input").GetRawText().ShouldBe("""{"prompt":"a fox"}""");
        made.GetProperty("credits").GetRawText().ShouldBe("""{"quoted":3.5,"held":3.5,"captured":0,"released":0}""");
        made.GetProperty("sandbox").GetBoolean().ShouldBeTrue();
        made.GetProperty("metadata").GetProperty("order").GetString().ShouldBe("7");
        made.GetProperty("created_at").GetString().ShouldBe("2026-03-04T05:06:07Z");
        api.Generations.LastCommand!.MaxCreditsMicro.ShouldBe(3_500_000);
    }

    [Fact]
    public async Task Text_comes_back_readable_and_is_never_taken_for_a_page()
    {
        using var client = api.Client();
        using var answer = await client.PostAsync(
            Path, ApiFixture.Json("""{"model":"stability/core","input":{"prompt":"雨中的灯塔 & 'sea'"}}"""), TestContext.Current.CancellationToken);

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"prompt\":\"雨中的灯塔 & 'sea'\"");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Fact]
    public async Task Waiting_answers_the_finished_generation()
    {
        var artifact = api.Files.AddArtifact(Fakes.FakeAccounts.Alice, [1], "image/png");
        api.Generations.NextArtifact = artifact;
        api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Completed);
        try
        {
            using var answer = await PostAsync(Fox, ("Prefer", "respond-async, wait=30"));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.GetValues("Preference-Applied").ShouldBe(["wait=30"]);
            api.Generations.LastWait.ShouldBe(TimeSpan.FromSeconds(30));
            var shown = (await answer.ReadJsonAsync()).GetProperty("artifacts")[0];
            shown.GetProperty("url").GetString().ShouldBe($"/api/v1/artifacts/{artifact.Id}/content");
            shown.GetProperty("sha256").GetString().ShouldBe(artifact.Sha256);
            shown.GetProperty("width").GetInt32().ShouldBe(64);
        }
        finally
        {
            api.Generations.OnWait = null;
            api.Generations.NextArtifact = null;
        }
    }

    [Fact]
    public async Task Waiting_in_vain_answers_accepted()
    {
        using var answer = await PostAsync(Fox, ("Prefer", "wait=1"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.GetValues("Preference-Applied").ShouldBe(["wait=1"]);
    }

    [Theory]
    [InlineData("wait=86400", 600)]
    [InlineData("WAIT=\"5\"", 5)]
    public async Task A_wait_is_understood_and_bounded(string prefer, int seconds)
    {
        using var answer = await PostAsync(Fox, ("Prefer", prefer));
        api.Generations.LastWait.ShouldBe(TimeSpan.FromSeconds(seconds));
        answer.Headers.GetValues("Preference-Applied").ShouldBe([$"wait={seconds}"]);
    }

    [Theory]
    [InlineData("wait=soon")]
    [InlineData("wait=-1")]
    [InlineData("wait=0")]
    [InlineData("return=minimal")]
    public async Task A_preference_that_cannot_be_met_is_not_claimed_to_be(string prefer)
    {
        using var answer = await PostAsync(Fox, ("Prefer", prefer));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Contains("Preference-Applied").ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_idempotency_key_answers_the_same_generation()
    {
        using var first = await PostAsync(Fox, ("Idempotency-Key", "order-1"));
        using var second = await PostAsync(Fox, ("Idempotency-Key", "order-1"));
        (await second.ReadJsonAsync()).GetProperty("id").GetString().ShouldBe((await first.ReadJsonAsync()).GetProperty("id").GetString());
        first.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        second.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
    }

    [Fact]
    public async Task A_list_is_filtered_and_paged()
    {
        await api.CreateGenerationAsync();
        await api.CreateGenerationAsync();
        using var client = api.Client();
        using var answer = await client.GetAsync(
            $"{Path}?status=queued,running&model=stability/core&modality=image&q=fox&since=2026-03-01T00:00:00Z&limit=1&cursor=gen_9zzzzzzzzzzzzzzzzzzzzzzzzz", TestContext.Current.CancellationToken);
        var page = await answer.ReadJsonAsync();
        page.EnumerateObject().Select(member => member.Name).ShouldBe(["data", "has_more", "next_cursor"]);
        page.GetProperty("data").GetArrayLength().ShouldBe(1);
        page.GetProperty("has_more").GetBoolean().ShouldBeTrue();
        page.GetProperty("next_cursor").GetString().ShouldBe(page.GetProperty("data")[0].GetProperty("id").GetString());

        var query = api.Generations.LastQuery!;
        query.States.ShouldBe([GenerationState.Queued, GenerationState.Running]);
        query.UserId.ShouldBe(Fakes.FakeAccounts.Alice);
        query.Book.ShouldBe(Book.Test);
        query.Modality.ShouldBe(Modality.Image);
        (query with { States = [] }).ShouldBe(new GenerationQuery
        {
            UserId = query.UserId, Book = query.Book, Modality = query.Modality, Model = "stability/core", Text = "fox",
            Since = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), Limit = 1, Cursor = "gen_9zzzzzzzzzzzzzzzzzzzzzzzzz", States = [],
        });
    }

    [Fact]
    public async Task The_last_page_says_so()
    {
        using var client = api.Client("atl_live_bob");
        var page = await (await client.GetAsync(Path, TestContext.Current.CancellationToken)).ReadJsonAsync();
        page.GetProperty("has_more").GetBoolean().ShouldBeFalse();
        page.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_failed_generation_says_why()
    {
        var id = await api.CreateGenerationAsync();
        api.Generations.Move(id, GenerationState.Failed, new GenerationError("content_refused", "Refused.", false, "input.prompt"));
        using var client = api.Client();
        var shown = await (await client.GetAsync($"{Path}/{id}", TestContext.Current.CancellationToken)).ReadJsonAsync();
        shown.GetProperty("status").GetString().ShouldBe("failed");
        shown.GetProperty("error").GetRawText().ShouldBe("""{"code":"content_refused","message":"Refused.","retryable":false,"field":"input.prompt"}""");
        shown.GetProperty("completed_at").GetString().ShouldBe("2026-03-04T05:06:07Z");
    }

    [Fact]
    public async Task Cancelling_stops_it_once()
    {
        var id = await api.CreateGenerationAsync();
        using var client = api.Client();
        using var first = await client.PostAsync($"{Path}/{id}/cancel", null, TestContext.Current.CancellationToken);
        (await first.ReadJsonAsync()).GetProperty("status").GetString().ShouldBe("cancelled");
        using var second = await client.PostAsync($"{Path}/{id}/cancel", null, TestContext.Current.CancellationToken);
        await second.ShouldBeProblemAsync(409, "already_finished");
    }

    [Fact]
    public async Task Deleting_answers_nothing_and_then_not_found()
    {
        var id = await api.CreateGenerationAsync();
        using var client = api.Client();
        using var deleted = await client.DeleteAsync($"{Path}/{id}", TestContext.Current.CancellationToken);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await client.GetAsync($"{Path}/{id}", TestContext.Current.CancellationToken);
        await gone.ShouldBeProblemAsync(404, "generation_not_found");
    }

    [Fact]
    public async Task Retrying_makes_a_new_one()
    {
        var id = await api.CreateGenerationAsync();
        using var client = api.Client();
        using var answer = await client.PostAsync($"{Path}/{id}/retry", null, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.ReadJsonAsync()).GetProperty("id").GetString().ShouldNotBe(id);
    }

    [Fact]
    public async Task Attempts_are_listed_with_what_became_of_them()
    {
        var id = await api.CreateGenerationAsync();
        using var client = api.Client();
        var attempts = await (await client.GetAsync($"{Path}/{id}/attempts", TestContext.Current.CancellationToken)).ReadJsonAsync();
        var first = attempts.GetProperty("data")[0];
        first.GetProperty("status").GetString().ShouldBe("refused");
        first.GetProperty("failure").GetString().ShouldBe("rate_limited");
    }

    [Fact]
    public async Task A_quote_says_what_would_be_held_and_what_remains()
    {
        using var client = api.Client();
        using var answer = await client.PostAsync("/api/v1/quotes", ApiFixture.Json(Fox), TestContext.Current.CancellationToken);
        var quote = await answer.ReadJsonAsync();
        quote.GetProperty("hold").GetDecimal().ShouldBe(3.5m);
        quote.GetProperty("expected").GetDecimal().ShouldBe(3m);
        quote.GetProperty("available_after").GetDecimal().ShouldBe(-1.5m);
        quote.GetProperty("affordable").GetBoolean().ShouldBeFalse();
        quote.GetProperty("price_version").GetString().ShouldBe("v1");
    }

    private async Task<HttpResponseMessage> PostAsync(string body, (string Name, string Value) header)
    {
        using var client = api.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = ApiFixture.Json(body) };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value).ShouldBeTrue();
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
