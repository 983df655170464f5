using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Reads the <c>output</c> of predictions by its shape, for the gateway does not keep one shape per model: a list or an object, of
/// URLs, base64 or a task, or just text.
/// </summary>
internal static class PredictionOutput
{
    private static readonly string[] UrlNames = ["url", "sample", "image_url"];
    private static readonly string[] Base64Names = ["b64_json", "bytesBase64", "bytesBase64Encoded", "base64"];
    private static readonly string[] ListNames = ["output", "urls", "b64_json", "images", "data", "result"];

    /// <summary>The prediction, or <see langword="null"/> when no known shape is found.</summary>
    public static Prediction? ReadPrediction(JsonElement root)
    {
        var output = root.Get("output") is { ValueKind: not JsonValueKind.Undefined } own ? own : root.Get("data");
        var prediction = new Prediction
        {
            Images = ReadImages(output),
            Usage = Usages.Read(root),
            TaskId = FindTask(output) ?? FindTask(root),
        };
        return prediction.Images.Count > 0 || prediction.TaskId is not null || IsEmptyList(output) ? prediction : null;
    }

    public static PredictionTask ReadTask(string id, JsonElement root)
    {
        var status = root.Get("status").AsText();
        IReadOnlyList<PredictionImage> images = [.. ReadImages(root.Get("result")), .. ReadImages(root.Get("output"))];
        var state = TaskStates.Parse(status);
        return new PredictionTask
        {
            Id = id,
            State = state,
            Status = status,
            Images = state == TaskState.Completed ? images : [],
            Error = state == TaskState.Failed ? TaskErrors.Read(root, status) : null,
        };
    }

    private static IReadOnlyList<PredictionImage> ReadImages(JsonElement output) => output.ValueKind switch
    {
        JsonValueKind.Array => [.. output.EnumerateArray().SelectMany(ReadImages)],
        JsonValueKind.Object => ReadObject(output),
        JsonValueKind.String => ReadText(output, contentType: null) is { } image ? [image] : [],
        _ => [],
    };

    private static IReadOnlyList<PredictionImage> ReadObject(JsonElement item)
    {
        var contentType = MediaType(item.Get("mimeType").AsText() ?? item.Get("mime_type").AsText());
        foreach (var name in Base64Names)
        {
            if (item.Get(name) is { ValueKind: JsonValueKind.String } text && Base64Text.Decode(text) is { } bytes)
            {
                return [new PredictionImage { Bytes = bytes, ContentType = contentType }];
            }
        }

        foreach (var name in UrlNames)
        {
            if (item.Get(name) is { ValueKind: JsonValueKind.String } text && ReadText(text, contentType) is { } image)
            {
                return [image];
            }
        }

        return [.. ListNames.Select(name => item.Get(name))
            .Where(list => list.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            .SelectMany(ReadImages)];
    }

    private static PredictionImage? ReadText(JsonElement text, string? contentType)
    {
        var value = text.AsString();
        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return new PredictionImage { Url = value, ContentType = contentType };
        }

        return Base64Text.Decode(text) is { } bytes ? new PredictionImage { Bytes = bytes, ContentType = contentType } : null;
    }

    private static string? FindTask(JsonElement output) => output.ValueKind switch
    {
        JsonValueKind.Array => output.EnumerateArray().Select(FindTask).FirstOrDefault(id => id is not null),
        JsonValueKind.Object => output.Get("taskId").AsText() ?? output.Get("task_id").AsText(),
        _ => null,
    };

    // An empty list is a proper answer: the model made nothing, which the caller must learn.
    private static bool IsEmptyList(JsonElement output) => output.ValueKind switch
    {
        JsonValueKind.Array => output.GetArrayLength() == 0,
        JsonValueKind.Object => ListNames
            .Select(name => output.Get(name))
            .Any(list => list.ValueKind is JsonValueKind.Array && list.GetArrayLength() == 0),
        _ => false,
    };

    private static string? MediaType(string? name) => name switch
    {
        null => null,
        "jpg" => "image/jpeg",
        _ when name.Contains('/', StringComparison.Ordinal) => name,
        _ => $"image/{name}",
    };
}
