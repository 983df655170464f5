using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>A speech-to-text client that writes a generation's recording down.</summary>
internal static class PluggedTranscripts
{
    public static async Task<SubmitOutcome> WriteDownAsync(ISpeechToTextClient client, ProviderRequest request, CancellationToken cancellationToken)
    {
        var input = new PluggedInput(request);
        var format = input.Text("format") ?? "json";
        if (format is not ("json" or "text"))
        {
            throw new PluggedInputException("format", $"This model answers as json or text, not as {format}.");
        }

        var options = new SpeechToTextOptions
        {
            ModelId = request.VendorModel,
            SpeechLanguage = input.Text("language"),
            TextLanguage = request.Modality == Modality.Translation ? "en" : null,
        };
        options.AdditionalProperties = input.Rest();
        using var recording = await PluggedResults.ReadAsync(request, "audio", cancellationToken).ConfigureAwait(false);
        var answer = await client.GetTextAsync(recording, options, cancellationToken).ConfigureAwait(false);
        return PluggedResults.Completed([Transcript(answer.Text, format)], answer.Usage, answer.EndTime?.TotalSeconds);
    }

    private static BytesMediaSource Transcript(string text, string format) => format == "text"
        ? PluggedResults.InMemory(Encoding.UTF8.GetBytes(text), "text/plain", "transcript.txt")
        : PluggedResults.InMemory(
            Encoding.UTF8.GetBytes(new JsonObject { ["text"] = text }.ToJsonString()), "application/json", "transcript.json");
}
