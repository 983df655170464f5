using System.Net;
using System.Net.Http.Headers;
using Atelier.Services.Artifacts;

namespace Atelier.Api.Tests.Routes;

public sealed class ContentTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 256).Select(number => (byte)number)];

    [Fact]
    public async Task Content_comes_whole_with_its_type_and_hash()
    {
        var artifact = NewArtifact();
        using var answer = await SendAsync(artifact);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Bytes);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Headers.ETag!.Tag.ShouldBe($"\"{artifact.Sha256}\"");
        answer.Headers.AcceptRanges.ShouldBe(["bytes"]);
        answer.Headers.CacheControl!.Private.ShouldBeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox; default-src 'none'");
        answer.Content.Headers.ContentDisposition!.ToString().ShouldStartWith($"inline; filename={artifact.Id}.png");
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 0)]
    [InlineData("bytes=10-19", 10, 19)]
    [InlineData("bytes=250-", 250, 255)]
    [InlineData("bytes=250-9999", 250, 255)]
    [InlineData("bytes=-6", 250, 255)]
    [InlineData("bytes=-9999", 0, 255)]
    public async Task One_range_answers_that_part(string range, int from, int to)
    {
        using var answer = await SendAsync(NewArtifact(), ("Range", range));
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Bytes[from..(to + 1)]);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes {from}-{to}/256");
        answer.Content.Headers.ContentLength.ShouldBe(to - from + 1);
    }

    [Theory]
    [InlineData("bytes=256-")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_is_refused_with_the_length(string range)
    {
        using var answer = await SendAsync(NewArtifact(), ("Range", range));
        await answer.ShouldBeProblemAsync(416, "range_not_satisfiable");
        answer.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */256");
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=9-2")]
    [InlineData("pages=1-2")]
    public async Task A_range_that_is_not_understood_answers_the_whole(string range)
    {
        using var answer = await SendAsync(NewArtifact(), ("Range", range));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBe(256);
    }

    [Fact]
    public async Task A_known_tag_answers_not_modified_without_a_body()
    {
        var artifact = NewArtifact();
        foreach (var tag in new[] { $"\"{artifact.Sha256}\"", $"W/\"{artifact.Sha256}\"", "*", $"\"other\", \"{artifact.Sha256}\"" })
        {
            using var answer = await SendAsync(artifact, ("If-None-Match", tag));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotModified, tag);
            (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
            answer.Headers.ETag!.Tag.ShouldBe($"\"{artifact.Sha256}\"");
        }
    }

    [Fact]
    public async Task A_range_on_condition_of_the_tag_is_honoured_only_when_it_is_the_same()
    {
        var artifact = NewArtifact();
        using var same = await SendAsync(artifact, ("Range", "bytes=0-1"), ("If-Range", $"\"{artifact.Sha256}\""));
        same.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        using var other = await SendAsync(artifact, ("Range", "bytes=0-1"), ("If-Range", "\"other\""));
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var weak = await SendAsync(artifact, ("Range", "bytes=0-1"), ("If-Range", $"W/\"{artifact.Sha256}\""));
        weak.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Head_answers_as_get_without_the_body()
    {
        var artifact = NewArtifact();
        using var client = api.Client();
        using var request = new HttpRequestMessage(HttpMethod.Head, PathOf(artifact));
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBe(256);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Headers.ETag!.Tag.ShouldBe($"\"{artifact.Sha256}\"");
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_download_is_offered_as_a_file()
    {
        var artifact = NewArtifact();
        using var client = api.Client();
        using var answer = await client.GetAsync(PathOf(artifact) + "?download=1", TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Fact]
    public async Task Content_that_is_gone_is_a_problem_and_not_cached()
    {
        var artifact = NewArtifact();
        api.Files.Lose(artifact);
        using var answer = await SendAsync(artifact);
        await answer.ShouldBeProblemAsync(404, "content_gone");
        answer.Headers.ETag.ShouldBeNull();
        answer.Headers.CacheControl.ShouldBe(new CacheControlHeaderValue { NoStore = true });
    }

    [Fact]
    public async Task Metadata_tells_what_the_artifact_is()
    {
        var artifact = NewArtifact();
        using var client = api.Client();
        var shown = await (await client.GetAsync($"/api/v1/artifacts/{artifact.Id}", TestContext.Current.CancellationToken)).ReadJsonAsync();
        shown.GetProperty("object").GetString().ShouldBe("artifact");
        shown.GetProperty("bytes").GetInt64().ShouldBe(256);
        shown.TryGetProperty("duration_seconds", out _).ShouldBeFalse();
    }

    private Artifact NewArtifact() => api.Files.AddArtifact(Fakes.FakeAccounts.Alice, Bytes, "image/png");

    private static string PathOf(Artifact artifact) => $"/api/v1/artifacts/{artifact.Id}/content";

    private async Task<HttpResponseMessage> SendAsync(Artifact artifact, params (string Name, string Value)[] headers)
    {
        using var client = api.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(artifact));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
