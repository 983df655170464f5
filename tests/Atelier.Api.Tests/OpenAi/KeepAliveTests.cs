using System.Net;
using System.Text;
using System.Text.Json;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.OpenAi;

/// <summary>Pictures that are so long in the making that a proxy would cut the connection.</summary>
public sealed class KeepAliveTests : IAsyncLifetime
{
    private const string Path = "/v1/images/generations";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(25);
    private readonly ApiFixture api = new();
    private readonly TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await api.InitializeAsync();
        api.Generations.NextArtifact = api.Files.AddArtifact(Fakes.FakeAccounts.Alice, [1, 2, 3, 4], "image/png");
        api.Generations.Held = made.Task;
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_long_wait_sends_spaces_and_then_the_same_json()
    {
        api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Completed);
        using var client = api.Client();
        using var answer = await HeadersOfLongWaitAsync(client);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");

        made.SetResult();
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        text.ShouldStartWith(" ");
        using var document = JsonDocument.Parse(text);
        document.RootElement.GetProperty("data")[0].GetProperty("b64_json").GetString().ShouldBe("AQIDBA==");
        api.Generations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_after_the_first_space_cuts_the_connection_and_is_told_to_the_repetition_once()
    {
        api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Failed, new GenerationError("content_refused", "No.", false));
        using var client = api.Client();
        using var answer = await HeadersOfLongWaitAsync(client);
        made.SetResult();
        await Should.ThrowAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(Cancel));

        using var repeated = await client.PostAsync(Path, Body(), Cancel);
        repeated.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await OpenAiAccessTests.ErrorOf(repeated)).GetProperty("code").GetString().ShouldBe("moderation_blocked");
        api.Generations.Count.ShouldBe(1);

        using var anew = await client.PostAsync(Path, Body(), Cancel);
        anew.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        api.Generations.Count.ShouldBe(2);
    }

    private static StringContent Body() => new("""{"model":"stability/core","prompt":"a boat"}""", Encoding.UTF8, "application/json");

    private async Task<HttpResponseMessage> HeadersOfLongWaitAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Body() };
        var headers = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        while (!headers.IsCompleted)
        {
            // The clock is the server's; when its timer begins cannot be seen from here.
            api.Time.Advance(Silence);
            await Task.Yield();
        }

        return await headers;
    }
}
