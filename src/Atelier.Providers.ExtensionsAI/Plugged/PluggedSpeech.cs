using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>A text-to-speech client that speaks a generation's text.</summary>
internal static class PluggedSpeech
{
    public static async Task<SubmitOutcome> SpeakAsync(ITextToSpeechClient client, ProviderRequest request, CancellationToken cancellationToken)
    {
        var input = new PluggedInput(request);
        var text = input.RequiredText("text");
        var options = new TextToSpeechOptions
        {
            ModelId = request.VendorModel,
            VoiceId = input.Text("voice"),
            AudioFormat = input.Text("format"),
            Speed = input.Number("speed"),
            Language = input.Text("language"),
            Pitch = input.Number("pitch"),
            Volume = input.Number("volume"),
        };
        options.AdditionalProperties = input.Rest();
        var answer = await client.GetAudioAsync(text, options, cancellationToken).ConfigureAwait(false);
        return PluggedResults.Completed(PluggedResults.Media(answer.Contents), answer.Usage);
    }
}
