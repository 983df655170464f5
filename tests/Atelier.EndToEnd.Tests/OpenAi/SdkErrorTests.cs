using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;
using OpenAI;
using OpenAI.Images;
using OpenAI.Models;

namespace Atelier.EndToEnd.Tests.OpenAi;

/// <summary>Every class of error, as OpenAI's SDKs for JavaScript and .NET raise it.</summary>
public sealed class SdkErrorTests
{
    private static CancellationToken Cancel => Installation.Cancel;

    [Fact]
    public async Task Every_class_of_the_javascript_sdk_is_raised()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        var keys = await KeysAsync(installation);
        keys["data"] = installation.Folder;
        keys["simulator"] = vendors.Address.ToString().TrimEnd('/');

        var (code, output) = await Scripts.RunNodeAsync(
            "openai-server-errors.mjs", installation.Server.Address.ToString().TrimEnd('/'), JsonSerializer.Serialize(keys));

        code.ShouldBe(0, output);
        output.TrimEnd().ShouldEndWith("15 checks passed");
    }

    [Fact]
    public async Task The_dotnet_sdk_reads_status_code_and_headers()
    {
        await using var vendors = await SimulatorProcess.StartAsync();
        await using var installation = await Installation.StartAsync(vendors.Settings);
        var keys = await KeysAsync(installation);

        await ShouldFailAsync(installation, "sk-nonsense", "a boat", 401, "invalid_api_key");
        await ShouldFailAsync(installation, keys["live"], " ", 400, "too_short");
        await ShouldFailAsync(installation, keys["reader"], "a boat", 403, "scope_missing");
        await ShouldFailAsync(installation, keys["narrow"], "a boat", 403, "model_not_allowed");
        await ShouldFailAsync(installation, keys["live"], "a boat", 404, "model_not_found", model: "nobody/nothing");
        await ShouldFailAsync(installation, keys["poor"], "a boat", 429, "credit_balance_exhausted");
        await ShouldFailAsync(installation, keys["live"], "[simulate:content_moderation]", 400, "moderation_blocked");

        var models = new OpenAIModelClient(new ApiKeyCredential(keys["limited"]), OptionsFor(installation));
        var first = await models.GetModelsAsync(Cancel);
        first.GetRawResponse().Headers.TryGetValue("x-ratelimit-remaining-requests", out var left).ShouldBeTrue();
        left.ShouldBe("0");
        var limited = await Should.ThrowAsync<ClientResultException>(() => models.GetModelsAsync(Cancel));
        limited.Status.ShouldBe(429);
        limited.Message.ShouldContain("rate_limit_exceeded");
        limited.GetRawResponse()!.Headers.TryGetValue("retry-after", out _).ShouldBeTrue();

        await vendors.AddFaultAsync(new { vendor = "stability", fault = new { kind = "status", status = 500 } });
        await ShouldFailAsync(installation, keys["live"], "fails", 424, "vendor_fault");
        await vendors.ClearFaultsAsync();
    }

    private static async Task ShouldFailAsync(
        Installation installation, string key, string prompt, int status, string code, string model = "stability/core")
    {
        var images = new ImageClient(model, new ApiKeyCredential(key), OptionsFor(installation));
        var error = await Should.ThrowAsync<ClientResultException>(() => images.GenerateImageAsync(prompt, null, Cancel));
        error.Status.ShouldBe(status, error.Message);
        error.Message.ShouldContain(code);
    }

    private static OpenAIClientOptions OptionsFor(Installation installation) =>
        new() { Endpoint = new Uri(installation.Server.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };

    /// <summary>Keys that are each refused something.</summary>
    private static async Task<Dictionary<string, string>> KeysAsync(Installation installation)
    {
        using var client = installation.Client(installation.LiveKey);
        var me = (await client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
        await PostAsync(client, "/api/v1/admin/grants", new { user_id = me, book = "live", amount = 1000, reason = "for the test" });
        var poor = (await PostAsync(client, "/api/v1/admin/users", new { name = "poor" }))["id"]!.GetValue<string>();
        return new Dictionary<string, string>
        {
            ["live"] = installation.LiveKey,
            ["poor"] = Secret(await PostAsync(client, $"/api/v1/admin/users/{poor}/keys", new { name = "poor", book = "live" })),
            ["reader"] = Secret(await KeyAsync(client, new { name = "reader", book = "live", scopes = new[] { "read" } })),
            ["narrow"] = Secret(await KeyAsync(client, new { name = "narrow", book = "live", models = new[] { "runway/*" } })),
            ["limited"] = Secret(await KeyAsync(client, new { name = "limited", book = "live", limits = new { requests_per_minute = 1 } })),
        };
    }

    private static Task<JsonObject> KeyAsync(AtelierClient client, object body) => PostAsync(client, "/api/v1/account/keys", body);

    private static string Secret(JsonObject key) => key["secret"]!.GetValue<string>();

    private static async Task<JsonObject> PostAsync(AtelierClient client, string path, object body)
    {
        using var answer = await client.Http.PostAsJsonAsync(path, body, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
