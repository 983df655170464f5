using System.Net;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.OpenAi;

/// <summary>Requests that SDKs repeat without saying so.</summary>
public sealed class RepetitionTests : IAsyncLifetime
{
    private const string Path = "/v1/images/generations";
    private readonly ApiFixture api = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await api.InitializeAsync();
        api.Generations.NextArtifact = api.Files.AddArtifact(Fakes.FakeAccounts.Alice, [1, 2, 3, 4], "image/png");
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_caller_who_hangs_up_and_repeats_meets_the_same_generation()
    {
        using var client = api.Client();
        using var hangUp = new CancellationTokenSource();
        api.Generations.OnWait = _ => hangUp.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(() => client.PostAsync(Path, Body("a boat"), hangUp.Token));
        await api.WaitForEndOfAsync(Path, Cancel);

        CompleteOnWait();
        using var repeated = await client.PostAsync(Path, Body("a boat"), Cancel);

        repeated.StatusCode.ShouldBe(HttpStatusCode.OK);
        repeated.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await repeated.ReadJsonAsync()).GetProperty("data")[0].GetProperty("b64_json").GetString().ShouldBe("AQIDBA==");
        api.Generations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_whose_answer_was_delivered_is_new_when_it_comes_again()
    {
        CompleteOnWait();
        (await IdsAsync(Body("a boat"), Body("a boat"))).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_request_that_failed_is_tried_anew()
    {
        using var client = api.Client();
        api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Failed, new GenerationError("vendor_fault", "It broke.", true));
        using var failed = await client.PostAsync(Path, Body("a boat"), Cancel);
        ((int)failed.StatusCode).ShouldBe(424);
        (await OpenAiAccessTests.ErrorOf(failed)).GetProperty("code").GetString().ShouldBe("vendor_fault");

        CompleteOnWait();
        using var again = await client.PostAsync(Path, Body("a boat"), Cancel);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        api.Generations.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Refused_content_is_a_bad_request_of_openais_kind()
    {
        using var client = api.Client();
        api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Failed, new GenerationError("content_refused", "No.", false));
        using var failed = await client.PostAsync(Path, Body("a boat"), Cancel);
        failed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await OpenAiAccessTests.ErrorOf(failed);
        error.GetProperty("type").GetString().ShouldBe("image_generation_user_error");
        error.GetProperty("code").GetString().ShouldBe("moderation_blocked");
    }

    [Fact]
    public async Task The_order_of_fields_and_the_boundary_of_a_form_do_not_make_a_request_another()
    {
        api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Failed, new GenerationError("vendor_fault", "It broke.", true));
        var ids = new List<string>();
        using var client = api.Client();
        foreach (var body in new HttpContent[] { Json("""{"model":"stability/core","prompt":"x","seed":1}"""), Json("""{"seed":1, "prompt":"x","model":"stability/core"}""") })
        {
            (await client.PostAsync(Path, body, Cancel)).Dispose();
            ids.Add(api.Generations.LastCommand!.IdempotencyKey!);
        }

        ids[0].ShouldBe(ids[1]);
        foreach (var name in new[] { "image", "image[]" })
        {
            using var answer = await client.PostAsync("/v1/images/edits", Form(name), Cancel);
            ((int)answer.StatusCode).ShouldBe(424, await answer.Content.ReadAsStringAsync(Cancel));
            ids.Add(api.Generations.LastCommand!.IdempotencyKey!);
        }

        ids[2].ShouldBe(ids[3]);
        ids[2].ShouldNotBe(ids[0]);
        api.Files.UploadCount.ShouldBe(2);
    }

    [Fact]
    public async Task An_idempotency_key_of_the_caller_is_taken_instead_and_a_header_turns_coalescing_off()
    {
        CompleteOnWait();
        using var client = api.Client();
        using var keyed = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Body("a boat"), Headers = { { "Idempotency-Key", "mine" } } };
        using var first = await client.SendAsync(keyed, Cancel);
        api.Generations.LastCommand!.IdempotencyKey.ShouldBe("mine");
        api.Generations.LastCommand.IdempotencyLifetime.ShouldBeNull();
        using var off = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Body("a boat"), Headers = { { "x-atelier-coalesce", "off" } } };
        using var second = await client.SendAsync(off, Cancel);
        api.Generations.LastCommand!.IdempotencyKey.ShouldBeNull();
        using var usual = await client.PostAsync(Path, Body("a boat"), Cancel);
        api.Generations.LastCommand!.IdempotencyLifetime.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_file_that_nobody_knows_is_refused()
    {
        using var client = api.Client();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("stability/core"), "model" }, { new StringContent("x"), "prompt" },
            { new ByteArrayContent([1, 2, 3]), "image", "a.png" }, { new ByteArrayContent([1, 2, 3]), "markup", "b.png" },
        };
        using var answer = await client.PostAsync("/v1/images/edits", form, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await OpenAiAccessTests.ErrorOf(answer)).GetProperty("param").GetString().ShouldBe("markup");
    }

    [Fact]
    public async Task Answers_say_how_long_they_took()
    {
        using var client = api.Client();
        using var answer = await client.GetAsync("/v1/models", Cancel);
        int.Parse(answer.Headers.GetValues("openai-processing-ms").Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(0);
        answer.Headers.GetValues("openai-version").ShouldBe(["2020-10-01"]);
    }

    private void CompleteOnWait() => api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Completed);

    private async Task<List<string>> IdsAsync(params HttpContent[] bodies)
    {
        using var client = api.Client();
        var ids = new List<string>();
        foreach (var body in bodies)
        {
            using var answer = await client.PostAsync(Path, body, Cancel);
            ids.Add(answer.Headers.GetValues("x-atelier-generation-id").Single());
        }

        return ids;
    }

    /// <summary>A form as some SDKs write it: names without quotes, files without a type, a boundary that needs quotes.</summary>
    private static ByteArrayContent Form(string name)
    {
        var boundary = $"b={Guid.NewGuid():n}";
        var text = $"--{boundary}\r\nContent-Disposition: form-data; name={name}; filename*=utf-8''a.png\r\n\r\nabc\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=model\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nstability/core\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nx\r\n--{boundary}--\r\n";
        var form = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text));
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary=\"{boundary}\"").ShouldBeTrue();
        return form;
    }

    private static StringContent Body(string prompt) => Json($$"""{"model":"stability/core","prompt":"{{prompt}}"}""");

    private static StringContent Json(string text) => ApiFixture.Json(text);
}
