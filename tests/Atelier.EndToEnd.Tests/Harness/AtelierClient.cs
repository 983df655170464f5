using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>The native API as a caller with plain HTTP sees it.</summary>
internal sealed class AtelierClient(HttpClient http) : IDisposable
{
    private static readonly string[] Finished = ["completed", "failed", "cancelled"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpClient Http => http;

    public async Task<JsonObject> CreateAsync(string model, object input, int waitSeconds = 0, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/generations") { Content = JsonContent.Create(new { model, input }) };
        if (waitSeconds > 0)
        {
            request.Headers.Add("Prefer", $"wait={waitSeconds}");
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await http.SendAsync(request, Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Accepted], body);
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Creates and waits until it is completed.</summary>
    public async Task<JsonObject> MakeAsync(string model, object input)
    {
        var created = await CreateAsync(model, input, waitSeconds: 1);
        var done = await WaitAsync(created.Id());
        done.Status().ShouldBe("completed", done.ToJsonString());
        return done;
    }

    public async Task<JsonObject> GetAsync(string path) =>
        (await http.GetFromJsonAsync<JsonObject>(path, Cancel)).ShouldNotBeNull();

    public Task<JsonObject> GenerationAsync(string id) => GetAsync($"/api/v1/generations/{id}");

    public async Task<JsonObject> WaitAsync(string id, int limitSeconds = 90) =>
        await Eventually.GetAsync(
            async () =>
            {
                var generation = await GenerationAsync(id);
                return Finished.Contains(generation.Status()) ? generation : null;
            },
            $"the end of {id}",
            limitSeconds);

    public Task WaitForStatusAsync(string id, string status) =>
        Eventually.BeTrueAsync(async () => (await GenerationAsync(id)).Status() == status, $"{id} {status}");

    public async Task<JsonObject> UploadAsync(byte[] bytes, string contentType)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var answer = await http.PostAsync("/api/v1/uploads", content, Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonNode.Parse(body)!.AsObject();
    }

    public Task<byte[]> DownloadAsync(JsonNode artifact) => http.GetByteArrayAsync(artifact["url"]!.GetValue<string>(), Cancel);

    public async Task<(HttpStatusCode Status, byte[] Bytes)> DownloadRangeAsync(JsonNode artifact, long from, long to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, artifact["url"]!.GetValue<string>());
        request.Headers.Range = new RangeHeaderValue(from, to);
        using var answer = await http.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    public void Dispose() => http.Dispose();
}

/// <summary>Reads the parts of a generation that tests look at.</summary>
internal static class GenerationJson
{
    public static string Id(this JsonObject generation) => generation["id"]!.GetValue<string>();

    public static string Status(this JsonObject generation) => generation["status"]!.GetValue<string>();

    public static decimal Credits(this JsonObject generation, string move) => generation["credits"]![move]!.GetValue<decimal>();

    public static JsonArray Artifacts(this JsonObject generation) => generation["artifacts"]!.AsArray();
}
