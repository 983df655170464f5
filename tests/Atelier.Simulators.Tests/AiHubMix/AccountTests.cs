using System.Net;
using System.Text.Json;
using Atelier.Simulators.Faults;

namespace Atelier.Simulators.Tests.AiHubMix;

public sealed class AccountTests
{
    private const string Picture = """{"model":"dall-e-3","prompt":"x"}""";

    private static async Task<string?[]> IdsAsync(GatewayApi api, string query) =>
        [.. (await api.GetAsync($"api/v1/models{query}")).GetProperty("data").EnumerateArray().Select(
            row => row.GetProperty("model_id").GetString())];

    [Fact]
    public async Task Purchases_show_in_what_remains_and_what_was_used()
    {
        await using var api = await GatewayApi.StartAsync(options => options.InitialBalances["aihubmix"] = 0.10m);

        await api.AnswerAsync("v1/images/generations", Picture);
        await api.AnswerAsync("v1/images/generations", Picture);
        using var third = await api.PostAsync("v1/images/generations", Picture);

        third.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.GetAsync("dashboard/billing/remain")).GetProperty("total_usage").GetDecimal().ShouldBe(0.02m);
        (await api.GetAsync("dashboard/billing/usage")).GetProperty("total_usage").GetDecimal().ShouldBe(8m);
        (await api.GetAsync("v1/dashboard/billing/subscription")).GetProperty("soft_limit_usd").GetDecimal().ShouldBe(0.10m);
    }

    [Fact]
    public async Task Key_without_a_limit_has_a_negative_rest()
    {
        await using var api = await GatewayApi.StartAsync(options => options.AiHubMix.UnlimitedKeys = true);

        (await api.GetAsync("dashboard/billing/remain")).GetProperty("total_usage").GetDecimal().ShouldBeNegative();
    }

    [Fact]
    public async Task Models_are_listed_in_the_shape_of_openai_and_found_by_id()
    {
        await using var api = await GatewayApi.StartAsync();

        var list = await api.GetAsync("v1/models");
        var one = await api.GetAsync("v1/models/gpt-image-1");
        using var none = await api.Http.GetAsync("v1/models/openai%2Fnonsense", GatewayApi.Cancellation);

        list.GetProperty("object").GetString().ShouldBe("list");
        list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()).ShouldContain("gpt-image-1");
        one.GetProperty("created").ValueKind.ShouldBe(JsonValueKind.Number);
        one.GetProperty("owned_by").GetString().ShouldBe("openai");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = (await GatewayApi.ReadAsync(none)).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("model_not_found");
        error.GetProperty("message").GetString()!.ShouldContain("'openai/nonsense'");
    }

    [Fact]
    public async Task Catalogue_is_filtered_and_sorted()
    {
        await using var api = await GatewayApi.StartAsync();

        (await IdsAsync(api, "?type=tts,stt")).ShouldBe(
        [
            "tts-1", "tts-1-hd", "gpt-4o-mini-tts", "whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-4o-transcribe-diarize",
            "whisper-large-v3", "distil-whisper-large-v3-en", "gemini-2.5-flash-preview-tts", "gemini-2.5-pro-preview-tts",
        ]);
        (await IdsAsync(api, "?model=SEEDANCE")).Length.ShouldBe(5);
        (await IdsAsync(api, "?features=tools&sort_by=context_length&sort_order=desc"))[0].ShouldBe("gemini-2.5-flash");
        (await IdsAsync(api, "?type=video&modalities=audio")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Catalogue_may_hold_empty_and_nameless_rows_or_fail_inside_a_200()
    {
        await using var api = await GatewayApi.StartAsync(options => options.AiHubMix.RaggedCatalogue = true);
        var rows = (await api.GetAsync("api/v1/models")).GetProperty("data");
        api.Simulators.Faults.Add("aihubmix", "catalogue", new Fault { Kind = FaultKind.Error200 }, times: 1);
        var failed = await api.GetAsync("api/v1/models");

        rows[0].ValueKind.ShouldBe(JsonValueKind.Null);
        rows[rows.GetArrayLength() - 1].TryGetProperty("model_id", out _).ShouldBeFalse();
        failed.GetProperty("success").GetBoolean().ShouldBeFalse();
        failed.GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
