using System.Globalization;
using System.Net;
using Atelier.Services.Generations;
using Atelier.Testing;
using Atelier.Testing.Memory;

namespace Atelier.Api.Tests.OpenAi;

/// <summary>Memory does not grow with the size of what goes in or out.</summary>
[Collection(MemoryCollection.Name)]
public sealed class LargeBodyTests : IAsyncLifetime
{
    private const long Upload = 50 * 1024 * 1024;
    private const long Picture = 8 * 1024 * 1024;
    private const long Bound = 16 * 1024 * 1024;
    private readonly ApiFixture api = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => api.InitializeAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Fifty_megabytes_in_and_four_pictures_of_eight_out_hold_little()
    {
        using var client = api.Client();
        var memory = new LiveMemory();
        var seen = 0L;
        api.Files.Flood = position =>
        {
            seen = Math.Max(seen, position);
            memory.At(position);
        };
        api.Generations.NextArtifacts = [.. Enumerable.Range(0, 4).Select(_ => api.Files.Endless(Fakes.FakeAccounts.Alice, Picture))];
        api.Generations.OnWait = id => api.Generations.Move(id, GenerationState.Completed);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("stability/core"), "model" }, { new StringContent("bluer"), "prompt" },
            { new StreamContent(new Fakes.FloodStream(Upload, null)), "image", "a.png" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/edits") { Content = form };

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        seen.ShouldBe(Upload);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[64 * 1024];
        long total = 0;
        int count;
        while ((count = await body.ReadAsync(buffer, Cancel)) > 0)
        {
            memory.At(Upload + (total += count));
        }

        total.ShouldBeGreaterThan(4 * Picture * 4 / 3);
        memory.MostGrowth.ShouldBeLessThan(Bound);
        TestCounts.Report(string.Create(
            CultureInfo.InvariantCulture, $"/v1 large bodies: {Upload >> 20} MB in, {total >> 20} MB out, {memory.MostGrowth >> 10} KB held at most"));
    }
}
