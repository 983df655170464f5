// OpenAI's SDK for .NET against Atelier: only the address and the key differ from a program that calls OpenAI.
using System.ClientModel;
using System.Text.Json;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Images;
using OpenAI.Videos;

var folder = args.Length > 0 ? args[0] : Directory.GetCurrentDirectory();
var address = new Uri(Environment.GetEnvironmentVariable("OPENAI_BASE_URL") ?? "http://127.0.0.1:8080/v1");
var key = new ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? throw new InvalidOperationException("Set OPENAI_API_KEY."));

// Pictures can take longer than the SDK's 100 seconds; a repetition would meet the same generation, but waiting is simpler.
var options = new OpenAIClientOptions { Endpoint = address, NetworkTimeout = TimeSpan.FromMinutes(10) };

var images = new ImageClient("stability/core", key, options);
GeneratedImage picture = await images.GenerateImageAsync("a paper boat on a lake", new ImageGenerationOptions { Size = GeneratedImageSize.W1024xH1024 });
await File.WriteAllBytesAsync(Path.Combine(folder, "boat.png"), picture.ImageBytes.ToArray());
Console.WriteLine("boat.png");

var speaker = new AudioClient("tts-1", key, options);
BinaryData speech = await speaker.GenerateSpeechAsync("The boat has sailed.", GeneratedSpeechVoice.Alloy);
var speechFile = Path.Combine(folder, "boat.mp3");
await File.WriteAllBytesAsync(speechFile, speech.ToArray());
Console.WriteLine("boat.mp3");

AudioTranscription transcript = await new AudioClient("whisper-1", key, options).TranscribeAudioAsync(speechFile);
Console.WriteLine($"heard: {transcript.Text}");

Console.Write("said: ");
await foreach (var update in new ChatClient("gpt-5.4-mini", key, options).CompleteChatStreamingAsync("Name a boat."))
{
    foreach (var part in update.ContentUpdate)
    {
        Console.Write(part.Text);
    }
}

Console.WriteLine();

var videos = new VideoClient(key, new VideoClientOptions { Endpoint = address });
var order = BinaryContent.Create(BinaryData.FromString("""{"model":"runway/gen4.5","prompt":"a paper boat sails","seconds":"5"}"""));
var video = Read(await videos.CreateVideoAsync(order, "application/json"));
while (video.GetProperty("status").GetString() is "queued" or "in_progress")
{
    await Task.Delay(TimeSpan.FromSeconds(0.5));
    video = Read(await videos.GetVideoAsync(video.GetProperty("id").GetString()!));
}

var content = await videos.DownloadVideoAsync(video.GetProperty("id").GetString()!);
await File.WriteAllBytesAsync(Path.Combine(folder, "boat.mp4"), content.GetRawResponse().Content.ToArray());
Console.WriteLine("boat.mp4");

static JsonElement Read(ClientResult result) => JsonElement.Parse(result.GetRawResponse().Content.ToString());
