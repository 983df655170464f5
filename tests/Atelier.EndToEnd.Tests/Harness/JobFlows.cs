using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>The main job for every kind of result, as the README shows it; the same for a test key and for live keys.</summary>
internal static class JobFlows
{
    /// <summary>A picture from each provider, a video from two, one of its own length, speech, its transcript and a chat answer.</summary>
    public static async Task<IReadOnlyList<JsonObject>> MakeEverythingAsync(AtelierClient client, bool sandbox)
    {
        var made = new List<JsonObject>();
        async Task<JsonObject> MakeAsync(string model, object input, string contentType)
        {
            var generation = await client.MakeAsync(model, input);
            await CheckAsync(client, generation, contentType, sandbox);
            made.Add(generation);
            return generation;
        }

        const string prompt = "a lighthouse in the rain";
        var picture = await MakeAsync("stability/core", new { prompt, seed = 7 }, "image/png");
        await MakeAsync("runway/gen4_image", new { prompt }, "image/png");
        await MakeAsync("openai/gpt-image-2", new { prompt }, "image/png");
        var image = picture.Artifacts()[0]!["id"]!.GetValue<string>();
        await MakeAsync("runway/gen4_turbo", new { prompt, image, duration = 2 }, "video/mp4");
        await MakeAsync("alibaba/wan2.6-t2v", new { prompt, duration = 5 }, "video/mp4");
        var own = await MakeAsync("runway/seedance2_mini-auto", new { prompt }, "video/mp4");
        own.Credits("captured").ShouldBe(16 * Math.Round((decimal)own.Artifacts()[0]!["duration_seconds"]!.GetValue<double>()), "held for 15 seconds, charged for those that came");
        var speech = await MakeAsync("openai/tts-1", new { text = "The tide is coming in.", voice = "alloy" }, "audio/mpeg");
        var audio = speech.Artifacts()[0]!["id"]!.GetValue<string>();
        await MakeAsync("openai/whisper-1", new { audio }, "application/json");
        await MakeAsync("openai/gpt-5.4-mini", new { messages = new[] { new { role = "user", content = "Name three tides." } } }, "application/json");
        return made;
    }

    /// <summary>Stored, listed, downloadable whole and in part, hashed right, charged what was quoted.</summary>
    private static async Task CheckAsync(AtelierClient client, JsonObject generation, string contentType, bool sandbox)
    {
        var what = generation.ToJsonString();
        generation["sandbox"]!.GetValue<bool>().ShouldBe(sandbox, what);
        CheckCredits(generation, what);
        var artifact = generation.Artifacts().ShouldHaveSingleItem().ShouldNotBeNull();
        artifact["content_type"]!.GetValue<string>().ShouldStartWith(contentType);

        var bytes = await client.DownloadAsync(artifact);
        bytes.LongLength.ShouldBe(artifact["bytes"]!.GetValue<long>());
        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(artifact["sha256"]!.GetValue<string>());
        var (status, part) = await client.DownloadRangeAsync(artifact, 2, 9);
        status.ShouldBe(HttpStatusCode.PartialContent);
        part.ShouldBe(bytes[2..10]);

        var listed = await client.GetAsync($"/api/v1/generations?model={Uri.EscapeDataString(generation["model"]!.GetValue<string>())}");
        listed["data"]!.AsArray().ShouldContain(g => g!.AsObject().Id() == generation.Id());
    }

    /// <summary>Priced by use, a chat answer or a video of its own length costs at most its quote; everything else costs exactly its quote.</summary>
    private static void CheckCredits(JsonObject generation, string what)
    {
        var quoted = generation.Credits("quoted");
        var captured = generation.Credits("captured");
        quoted.ShouldBeGreaterThan(0, what);
        generation.Credits("held").ShouldBe(0, what);
        (captured + generation.Credits("released")).ShouldBe(quoted, what);
        if (generation["modality"]!.GetValue<string>() == "chat" || generation["model"]!.GetValue<string>().EndsWith("-auto", StringComparison.Ordinal))
        {
            captured.ShouldBeInRange(0.000001m, quoted, what);
        }
        else
        {
            captured.ShouldBe(quoted, what);
        }
    }

    /// <summary>The ledger sums to zero and agrees with the balances and the generations.</summary>
    public static async Task BooksShouldBeRightAsync(AtelierClient operatorClient)
    {
        var books = await operatorClient.GetAsync("/api/v1/admin/reconciliation");
        books["clean"]!.GetValue<bool>().ShouldBeTrue(books.ToJsonString());
    }
}
