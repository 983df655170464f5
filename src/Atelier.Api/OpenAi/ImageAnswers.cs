using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Api.Content;
using Atelier.Api.Json;
using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Artifacts;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>Pictures in OpenAI's shape, written from the store piece by piece.</summary>
internal sealed class ImageAnswers(StoredAnswers stored, IArtifactLinks links, TimeProvider time, IOptions<OpenAiOptions> options)
{
    private static readonly (string Input, string Name)[] Described =
        [("size", "size"), ("quality", "quality"), ("background", "background"), ("format", "output_format")];

    /// <summary>Serves what a signed address leads to.</summary>
    public static async Task<IResult> OpenLinkAsync(
        string id, HttpContext http, IArtifactLinks links, IArtifactService artifacts, CancellationToken cancellationToken)
    {
        _ = long.TryParse(http.Request.Query["expires"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var expires);
        var found = await links.FindAsync(id, expires, http.Request.Query["signature"].ToString(), cancellationToken);
        if (!found.IsOk)
        {
            return new ProblemResult(found.Error);
        }

        var artifact = found.Value;
        return new FileResult(
            new StoredFile(
                artifact.ContentType, artifact.Bytes, artifact.Sha256, FileNames.FromId(artifact.Id, artifact.ContentType), artifact.CreatedAt,
                (range, token) => artifacts.OpenAsync(artifact, range, token)),
            asDownload: false);
    }

    public async Task WriteAsync(HttpContext http, GenerationView view, bool asUrl, CancellationToken cancellationToken)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "application/json";
        }

        var facts = Facts(view);
        facts.Insert(0, "created", (view.Generation.CompletedAt ?? time.GetUtcNow()).ToUnixTimeSeconds());
        var start = facts.ToJsonString(ReadableJson.Nodes);
        var revised = RevisedPrompt(view);
        for (var index = 0; index < view.Artifacts.Count; index++)
        {
            var lead = index == 0 ? $"{start[..^1]},\"data\":[" : ",";
            var artifact = view.Artifacts[index];
            if (asUrl)
            {
                var item = new JsonObject { ["url"] = Url(http, artifact) };
                AddRevised(item, revised);
                await http.Response.WriteAsync(lead + item.ToJsonString(ReadableJson.Nodes), cancellationToken);
                continue;
            }

            var tail = revised is null ? "\"}" : $"\",\"revised_prompt\":{JsonSerializer.Serialize(revised, ApiJsonContext.Default.String)}}}";
            if (!await WriteBase64Async(http, artifact, $"{lead}{{\"b64_json\":\"", tail, cancellationToken))
            {
                return;
            }
        }

        await http.Response.WriteAsync("]}", cancellationToken);
    }

    public async Task StreamAsync(HttpContext http, EventStream stream, GenerationView view, string eventName, CancellationToken cancellationToken)
    {
        stream.Begin();
        var facts = Facts(view);
        facts["created_at"] = (view.Generation.CompletedAt ?? time.GetUtcNow()).ToUnixTimeSeconds();
        var tail = $"\",{facts.ToJsonString(ReadableJson.Nodes)[1..]}\n\n";
        foreach (var artifact in view.Artifacts)
        {
            var lead = $"event: {eventName}.completed\ndata: {{\"type\":\"{eventName}.completed\",\"b64_json\":\"";
            if (!await WriteBase64Async(http, artifact, lead, tail, cancellationToken))
            {
                return;
            }

            await http.Response.Body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>One event with an unfinished picture.</summary>
    public async Task ShowAsync(
        HttpContext http, EventStream stream, GenerationView view, ReadOnlyMemory<byte> picture, int index, string eventName, CancellationToken cancellationToken)
    {
        stream.Begin();
        var facts = new JsonObject { ["partial_image_index"] = index, ["created_at"] = time.GetUtcNow().ToUnixTimeSeconds() };
        foreach (var (input, name) in Described)
        {
            if (view.Generation.Input.TryGetProperty(input, out var value) && value.ValueKind == JsonValueKind.String)
            {
                facts[name] = value.GetString();
            }
        }

        var output = http.Response.BodyWriter;
        output.Write(Encoding.UTF8.GetBytes($"event: {eventName}.partial_image\ndata: {{\"type\":\"{eventName}.partial_image\",\"b64_json\":\""));
        await Base64Content.WriteAsync(picture, output, cancellationToken);
        output.Write(Encoding.UTF8.GetBytes($"\",{facts.ToJsonString(ReadableJson.Nodes)[1..]}\n\n"));
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>An answer that has begun can only be cut off when the store fails; the caller asks again and nothing is charged twice.</summary>
    private async Task<bool> WriteBase64Async(HttpContext http, Artifact artifact, string lead, string tail, CancellationToken cancellationToken)
    {
        var opened = await stored.OpenAsync(artifact, cancellationToken);
        if (!opened.IsOk)
        {
            if (http.Response.HasStarted)
            {
                http.Abort();
            }
            else
            {
                await ProblemWriter.WriteErrorAsync(http, opened.Error);
            }

            return false;
        }

        await using var content = opened.Value;
        var output = http.Response.BodyWriter;
        output.Write(Encoding.UTF8.GetBytes(lead));
        await Base64Content.WriteAsync(content.Content, output, cancellationToken);
        output.Write(Encoding.UTF8.GetBytes(tail));
        await output.FlushAsync(cancellationToken);
        return true;
    }

    private string Url(HttpContext http, Artifact artifact)
    {
        var expires = (time.GetUtcNow() + options.Value.UrlLifetime).ToUnixTimeSeconds();
        var request = http.Request;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Scheme}://{request.Host}{request.PathBase}/v1/artifacts/{artifact.Id}/content?expires={expires}&signature={links.Sign(artifact, expires)}");
    }

    private static JsonObject Facts(GenerationView view)
    {
        var facts = new JsonObject();
        var first = view.Artifacts[0];
        Copy("background", "background");
        facts["output_format"] = first.ContentType[(first.ContentType.IndexOf('/', StringComparison.Ordinal) + 1)..];
        Copy("quality", "quality");
        if (first is { Width: { } width, Height: { } height })
        {
            facts["size"] = string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
        }

        return facts;

        void Copy(string input, string name)
        {
            if (view.Generation.Input.TryGetProperty(input, out var value) && value.ValueKind == JsonValueKind.String)
            {
                facts[name] = value.GetString();
            }
        }
    }

    private static string? RevisedPrompt(GenerationView view) =>
        view.Generation.Details is { ValueKind: JsonValueKind.Object } details && details.TryGetProperty("revised_prompt", out var prompt)
            ? prompt.GetString()
            : null;

    private static void AddRevised(JsonObject item, string? revised)
    {
        if (revised is not null)
        {
            item["revised_prompt"] = revised;
        }
    }
}
