using System.Net.ServerSentEvents;
using System.Text.Json;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Routes;

public sealed class EventStreamTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_generation_is_followed_to_its_end()
    {
        var id = await api.CreateGenerationAsync();
        using var stream = await OpenAsync($"/api/v1/generations/{id}/events");
        var events = SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await NextAsync(events)).EventType.ShouldBe("generation.queued");

        api.Generations.Move(id, GenerationState.Running);
        var running = await NextAsync(events);
        running.EventType.ShouldBe("generation.running");
        using var data = JsonDocument.Parse(running.Data);
        data.RootElement.GetProperty("sequence").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(running.EventId);
        data.RootElement.GetProperty("generation_id").GetString().ShouldBe(id);
        data.RootElement.GetProperty("data").GetProperty("status").GetString().ShouldBe("running");

        api.Generations.Move(id, GenerationState.Completed);
        (await NextAsync(events)).EventType.ShouldBe("generation.completed");
        (await events.MoveNextAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_resumes_after_the_event_seen_last(bool byHeader)
    {
        var id = await api.CreateGenerationAsync();
        api.Generations.Move(id, GenerationState.Running);
        api.Generations.Move(id, GenerationState.Completed);
        var all = await ReadAllAsync($"/api/v1/generations/{id}/events");
        all.Select(next => next.EventType).ShouldBe(["generation.queued", "generation.running", "generation.completed"]);

        var path = $"/api/v1/generations/{id}/events";
        var rest = byHeader ? await ReadAllAsync(path, all[0].EventId) : await ReadAllAsync($"{path}?last_event_id={all[0].EventId}");
        rest.Select(next => next.EventId).ShouldBe(all.Skip(1).Select(next => next.EventId));
        (await ReadAllAsync(path, all[^1].EventId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_quiet_stream_shows_that_it_is_alive()
    {
        var id = await api.CreateGenerationAsync();
        using var stream = await OpenAsync($"/api/v1/generations/{id}/events?last_event_id=999999");
        using var reader = new StreamReader(stream);
        var line = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        while (!line.IsCompleted)
        {
            api.Signals.PassQuietInterval();
            await Task.Yield();
        }

        (await line).ShouldBe(": quiet");
    }

    [Fact]
    public async Task Everything_of_the_caller_is_one_stream_and_nothing_of_others()
    {
        using var stream = await OpenAsync("/api/v1/events", key: "atl_live_bob");
        var events = SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await api.CreateGenerationAsync("atl_live_alice");
        await api.CreateGenerationAsync("atl_test_bob");
        var mine = await api.CreateGenerationAsync("atl_live_bob");
        api.Signals.Committed(mine, Fakes.FakeAccounts.Bob);
        var first = await NextAsync(events);
        using var data = JsonDocument.Parse(first.Data);
        data.RootElement.GetProperty("generation_id").GetString().ShouldBe(mine);
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        (await events.MoveNextAsync()).ShouldBeTrue();
        return events.Current;
    }

    private async Task<List<SseItem<string>>> ReadAllAsync(string path, string? lastEventId = null)
    {
        using var stream = await OpenAsync(path, lastEventId);
        var items = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            items.Add(item);
        }

        return items;
    }

    private async Task<Stream> OpenAsync(string path, string? lastEventId = null, string key = "atl_test_alice")
    {
        var client = api.Client(key);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
    }
}
