using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.AiHubMix.Chat;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media.Sounds;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix.Audio;

/// <summary><c>POST /v1/audio/speech</c>: a recording as long as reading the text aloud takes, in any of the formats.</summary>
internal sealed class SpeechEndpoint(AiHubMixCashier cashier)
{
    private const int LongestInput = 4096;
    private const double CharactersPerSecond = 15;
    private const double ShortestSeconds = 0.5;
    private const int EventBytes = 8 * 1024;

    private static readonly string[] Voices =
        ["alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"];

    /// <summary>Models by prefix with USD per million characters; the token-priced ones at what their minute costs.</summary>
    private static readonly (string Prefix, decimal Usd)[] Models =
    [
        ("tts-1-hd", 30m),
        ("tts-1", 15m),
        ("gpt-4o-mini-tts", 17m),
        ("gemini-2.5-flash-preview-tts", 17m),
        ("gemini-2.5-pro-preview-tts", 30m),
    ];

    public async Task SpeakAsync(HttpContext context, string owner)
    {
        var fields = await Fields.ReadAsync(context);
        var name = fields.Required("model");
        var model = Models.FirstOrDefault(model => name.StartsWith(model.Prefix, StringComparison.Ordinal));
        if (model.Prefix is null)
        {
            throw Refusal.NoChannel();
        }

        var input = fields.Required("input");
        if (input.Length > LongestInput)
        {
            throw Refusal.Invalid($"input is too long, at most {LongestInput} characters", "input", "text_too_long");
        }

        CheckVoice(fields);
        var classic = model.Prefix.StartsWith("tts-1", StringComparison.Ordinal);
        if (classic && fields.Has("instructions"))
        {
            throw Refusal.Invalid("instructions is not supported by this model", "instructions", "unsupported_parameter");
        }

        var format = Format(fields.Choice("response_format", "mp3", "opus", "aac", "flac", "wav", "pcm"));
        var speed = fields.Number("speed", 0.25, 4) ?? 1;
        var asEvents = fields.Choice("stream_format", "audio", "sse") == "sse";
        if (asEvents && classic)
        {
            throw Refusal.Invalid("stream_format 'sse' is not supported by this model", "stream_format", "unsupported_parameter");
        }

        await cashier.ChargeAndWorkAsync(context, owner, input.Length * model.Usd / 1_000_000m);
        var seconds = Math.Clamp(input.Length / CharactersPerSecond / speed, ShortestSeconds, 600);
        var seed = (long)(SimulatorSeed.Derive(name, input, fields.Json("voice").ToString()) >> 1);
        var sound = context.HasFault(FaultKind.EmptyResult) ? [] : SoundMaker.Make(new Sound(seconds, input, seed, format));
        await (asEvents ? SendEventsAsync(context, sound, input) : SendAsync(context, sound, format));
    }

    private static async Task SendAsync(HttpContext context, byte[] sound, SoundFormat format)
    {
        context.Response.ContentType = SoundMaker.MediaType(format);

        // In pieces and without a length, as speech comes that is made while it is sent.
        foreach (var piece in sound.Chunk(EventBytes))
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task SendEventsAsync(HttpContext context, byte[] sound, string input)
    {
        AiHubMixAnswers.BeginEvents(context);
        foreach (var piece in sound.Chunk(EventBytes))
        {
            var delta = new JsonObject { ["type"] = "speech.audio.delta", ["audio"] = Convert.ToBase64String(piece) };
            await AiHubMixAnswers.SendEventAsync(context, AiHubMixAnswers.Text(delta));
        }

        var (tokensIn, tokensOut) = (ChatTokens.Count(input), ChatTokens.Count(input) * 5);
        await AiHubMixAnswers.SendEventAsync(context, AiHubMixAnswers.Text(new JsonObject
        {
            ["type"] = "speech.audio.done",
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = tokensIn,
                ["output_tokens"] = tokensOut,
                ["total_tokens"] = tokensIn + tokensOut,
            },
        }));
    }

    private static void CheckVoice(Fields fields)
    {
        var voice = fields.Json("voice");
        if (voice.ValueKind == JsonValueKind.Object)
        {
            Fields.Of(voice).Required("id");
            return;
        }

        var name = fields.Required("voice");
        if (!Voices.Contains(name))
        {
            throw Refusal.Invalid($"Input should be {string.Join(", ", Voices.Select(known => $"'{known}'"))}", "voice", "invalid_value");
        }
    }

    private static SoundFormat Format(string name) => name switch
    {
        "opus" => SoundFormat.Opus,
        "aac" => SoundFormat.Aac,
        "flac" => SoundFormat.Flac,
        "wav" => SoundFormat.Wav,
        "pcm" => SoundFormat.Pcm,
        _ => SoundFormat.Mp3,
    };
}
