// A picture from Stability AI, a video from Runway and a sentence from AIHubMix with the client packages alone: no service, no database.
// Keys come from STABILITY_API_KEY, RUNWAY_API_KEY and AIHUBMIX_API_KEY; addresses may be changed by STABILITY_BASE_URL and so on.
using System.Text.Json;
using Atelier.Clients.AiHubMix;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Stability;

using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
var folder = args is [var given] ? Directory.CreateDirectory(given).FullName : Environment.CurrentDirectory;

try
{
    var stability = new StabilityClient(http, Configured(new StabilityClientOptions()));
    var picture = await stability.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "A paper boat on a quiet pond" });
    await File.WriteAllBytesAsync(Path.Combine(folder, "boat.png"), picture.Content);
    Console.WriteLine($"boat.png: {picture.Content.Length} bytes, seed {picture.Seed}");

    var runway = new RunwayClient(http, Configured(new RunwayClientOptions()));
    var created = await runway.TextToVideoAsync(new RunwayVideoRequest { Model = "veo3.1_fast", PromptText = "The boat drifts away", Ratio = "1280:720", Duration = 4 });
    var task = await runway.WaitForTaskAsync(created.Id);
    Console.WriteLine($"video {task.Id}: {task.Status}, {task.Output?.Count ?? 0} file(s)");

    var hub = new AiHubMixClient(http, Configured(new AiHubMixClientOptions()));
    var chat = await hub.CreateChatCompletionAsync(new ChatCompletionRequest
    {
        Model = "gpt-5.4-mini",
        Messages = JsonSerializer.SerializeToElement(new[] { new { role = "user", content = "Name the boat in three words." } }),
    });
    Console.WriteLine($"chat: {chat.Body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()}");
    return 0;
}
catch (VendorException e)
{
    // One family of exceptions tells everything: who, what, why, whether it may have cost something and when to come back.
    Console.Error.WriteLine($"{e.Vendor} {e.Operation} failed with {e.StatusCode}: {e.VendorMessage} (may have been accepted: {e.MayHaveBeenAccepted})");
    return 1;
}

static T Configured<T>(T options)
    where T : VendorClientOptions
{
    options.ApiKey = Environment.GetEnvironmentVariable($"{options.SettingPrefix}_API_KEY") ?? "";
    options.BaseUrl = Environment.GetEnvironmentVariable($"{options.SettingPrefix}_BASE_URL") ?? options.BaseUrl;
    return options;
}
