using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Atelier.Simulators.Tests.Support;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Stability;

public sealed class V1Tests
{
    private const string Path = "v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image";
    private const string Pairs = "1024x1024, 1152x896, 1216x832, 1344x768, 1536x640, 640x1536, 768x1344, 832x1216, 896x1152";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json_answer_holds_one_artifact_per_sample_with_different_seeds()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(
            Path, Vendor.Json(new { text_prompts = new[] { new { text = "a cat" } }, samples = 3, seed = 41, width = 1152, height = 896 }));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        var artifacts = (await Vendor.BodyAsync(response)).GetProperty("artifacts").EnumerateArray().ToList();
        artifacts.Select(artifact => artifact.GetProperty("seed").GetInt64()).ShouldBe([41, 42, 43]);
        artifacts.ShouldAllBe(artifact => artifact.GetProperty("finishReason").GetString() == "SUCCESS");
        var pictures = artifacts.Select(artifact => artifact.GetProperty("base64").GetBytesFromBase64()).ToList();
        pictures.Select(Convert.ToBase64String).Distinct().Count().ShouldBe(3);
        using var bitmap = SKBitmap.Decode(pictures[0]);
        (bitmap.Width, bitmap.Height).ShouldBe((1152, 896));
    }

    [Fact]
    public async Task Png_answer_has_seed_and_finish_reason_as_headers()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Vendor.Json(new { text_prompts = new[] { new { text = "a cat" } }, seed = 9 }), "image/png");

        response.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        response.Headers.GetValues("Finish-Reason").ShouldBe(["SUCCESS"]);
        response.Headers.GetValues("Seed").ShouldBe(["9"]);
        using var bitmap = SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync(Token));
        (bitmap.Width, bitmap.Height).ShouldBe((1024, 1024));
    }

    [Fact]
    public async Task Same_request_gives_same_bytes_whatever_the_order_of_its_members()
    {
        await using var vendor = await Vendor.StabilityAsync();

        var one = await PictureAsync("""{"text_prompts":[{"text":"a cat"}],"seed":5,"steps":20}""");
        var two = await PictureAsync("""{"steps":20,"seed":5,"text_prompts":[{"text":"a cat"}]}""");
        var other = await PictureAsync("""{"steps":21,"seed":5,"text_prompts":[{"text":"a cat"}]}""");

        two.ShouldBe(one);
        other.ShouldNotBe(one);

        async Task<string?> PictureAsync(string body)
        {
            using var response = await vendor.PostAsync(Path, Raw(body));
            return (await Vendor.BodyAsync(response)).GetProperty("artifacts")[0].GetProperty("base64").GetString();
        }
    }

    [Fact]
    public async Task Seed_zero_is_replaced_and_reported()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Raw("""{"text_prompts":[{"text":"a cat"}],"seed":0}"""));

        (await Vendor.BodyAsync(response)).GetProperty("artifacts")[0].GetProperty("seed").GetInt64().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("""{}""", "bad_request", "text_prompts: is required")]
    [InlineData("""{"text_prompts":[]}""", "bad_request", "text_prompts: must be a list of at least one prompt")]
    [InlineData("""{"text_prompts":[{"weight":1}]}""", "bad_request", "text_prompts[0].text: is required")]
    [InlineData("""{"text_prompts":[{"text":"a"},{"text":""}]}""", "bad_request", "text_prompts[1].text: must be between 1 and 2000 characters")]
    [InlineData("""{"text_prompts":[{"text":"a","weight":"x"}]}""", "bad_request", "text_prompts[0].weight: must be a number")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"width":450,"height":672}""", "invalid_sdxl_v1_dimensions",
        "for stable-diffusion-xl-1024-v0-9 and stable-diffusion-xl-1024-v1-0 the allowed dimensions are " + Pairs + ", but we received 450x672")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"width":64}""", "bad_request", "width: must be between 128 and 2147483647")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"width":"1024"}""", "bad_request", "width: must be an integer")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"cfg_scale":36}""", "bad_request", "cfg_scale: must be between 0 and 35")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"sampler":"EULER"}""", "bad_request",
        "sampler: must be one of DDIM, DDPM, K_DPMPP_2M, K_DPMPP_2S_ANCESTRAL, K_DPM_2, K_DPM_2_ANCESTRAL, K_EULER, K_EULER_ANCESTRAL, K_HEUN, K_LMS")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"clip_guidance_preset":"FAST"}""", "bad_request",
        "clip_guidance_preset: must be one of FAST_BLUE, FAST_GREEN, NONE, SIMPLE, SLOW, SLOWER, SLOWEST")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"samples":11}""", "bad_request", "samples: must be between 1 and 10")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"seed":4294967296}""", "bad_request", "seed: must be between 0 and 4294967295")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"steps":9}""", "bad_request", "steps: must be between 10 and 150")]
    [InlineData("""{"text_prompts":[{"text":"a"}],"extras":1}""", "bad_request", "extras: must be an object")]
    [InlineData("""[1]""", "bad_request", "body: must be a JSON object")]
    [InlineData("""{"text_prompts":""", "bad_request", "body: must be a JSON object")]
    public async Task Wrong_field_is_named(string body, string name, string message)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Raw(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe(name);
        error.GetProperty("message").GetString().ShouldBe(message);
        vendor.Simulators.Calls.Billed().ShouldBe(0);
    }

    [Fact]
    public async Task Style_preset_outside_the_list_is_refused()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Raw("""{"text_prompts":[{"text":"a"}],"style_preset":"gothic"}"""));

        (await Vendor.BodyAsync(response)).GetProperty("message").GetString()!.ShouldStartWith("style_preset: must be one of enhance, anime");
    }

    [Fact]
    public async Task Several_samples_need_json()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Raw("""{"text_prompts":[{"text":"a"}],"samples":2}"""), "image/png");

        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe("invalid_samples");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", HttpStatusCode.BadRequest)]
    [InlineData("application/json", HttpStatusCode.OK)]
    public async Task Media_type_is_plain_json(string contentType, HttpStatusCode status)
    {
        await using var vendor = await Vendor.StabilityAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"text_prompts":[{"text":"a"}]}"""));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        (await vendor.PostAsync(Path, content)).StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("stable-diffusion-v1-6")]
    [InlineData("esrgan-v1-x2plus")]
    [InlineData("foo")]
    public async Task Retired_and_unknown_engines_are_not_found(string engine)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync($"v1/generation/{engine}/text-to-image", Raw("{}"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe("not_found");
        error.GetProperty("message").GetString().ShouldBe($"The specified engine (ID {engine}) was not found.");
    }

    [Theory]
    [InlineData(512, 512, null)]
    [InlineData(1536, 320, null)]
    [InlineData(500, 512, "invalid_height_or_width")]
    [InlineData(256, 512, "invalid_height_or_width")]
    public async Task Legacy_engine_answers_behind_its_switch(int width, int height, string? problem)
    {
        var options = new SimulatorOptions();
        options.Stability.LegacyEngines = true;
        await using var vendor = await Vendor.StabilityAsync(options);

        using var response = await vendor.PostAsync(
            "v1/generation/stable-diffusion-v1-6/text-to-image", Vendor.Json(new { text_prompts = new[] { new { text = "a" } }, width, height }));

        var body = await Vendor.BodyAsync(response);
        (body.TryGetProperty("name", out var name) ? name.GetString() : null).ShouldBe(problem);
        (await Vendor.BodyAsync(await vendor.GetAsync("v1/engines/list"))).GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"text_prompts":[{"text":"a"}]}""", 0.9)]
    [InlineData("""{"text_prompts":[{"text":"a"}],"steps":30,"samples":4}""", 3.6)]
    [InlineData("""{"text_prompts":[{"text":"a"}],"steps":50,"samples":2}""", 3.0)]
    [InlineData("""{"text_prompts":[{"text":"a"}],"steps":10}""", 0.9)]
    public async Task Price_grows_with_steps_above_thirty_and_with_samples(string body, double credits)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Ledger.Set("stability", 100);

        await vendor.PostAsync(Path, Raw(body));

        var balance = (await Vendor.BodyAsync(await vendor.GetAsync("v1/user/balance"))).GetProperty("credits").GetDouble();
        balance.ShouldBe(100 - credits, 1e-9);
    }

    [Fact]
    public async Task Short_balance_is_429_in_v1_with_the_amounts_in_dollars()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Ledger.Set("stability", 0);

        using var response = await vendor.PostAsync(Path, Raw("""{"text_prompts":[{"text":"a"}]}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe("insufficient_balance");
        error.GetProperty("message").GetString().ShouldBe(
            "Your organization does not have enough balance to request this action (need $0.009, have $0 in active grants, $0 in balance).");
        vendor.Simulators.Ledger.List().ShouldHaveSingleItem().Spent.ShouldBe(0);
    }

    [Fact]
    public async Task Filtered_prompt_is_refused_as_invalid_prompts()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Raw("""{"text_prompts":[{"text":"a [simulate:content_moderation]"}]}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe("invalid_prompts");
    }

    [Fact]
    public async Task Organisations_have_accounts_of_their_own()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Http.DefaultRequestHeaders.Add("Organization", "org-one");
        await vendor.PostAsync(Path, Raw("""{"text_prompts":[{"text":"a"}]}"""));
        var spent = await vendor.Http.GetFromJsonAsync<JsonElement>("v1/user/balance", Token);
        vendor.Http.DefaultRequestHeaders.Remove("Organization");
        var own = await vendor.Http.GetFromJsonAsync<JsonElement>("v1/user/balance", Token);

        spent.GetProperty("credits").GetDouble().ShouldBe(999_999.1);
        own.GetProperty("credits").GetDouble().ShouldBe(1_000_000);
        vendor.Http.DefaultRequestHeaders.Add("Organization", "somebody");
        (await vendor.GetAsync("v1/user/balance")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Account_names_its_default_organisation()
    {
        await using var vendor = await Vendor.StabilityAsync();

        var account = await vendor.Http.GetFromJsonAsync<JsonElement>("v1/user/account", Token);

        account.GetProperty("email").GetString()!.ShouldContain("@");
        account.GetProperty("organizations")[0].GetProperty("is_default").GetBoolean().ShouldBeTrue();
    }

    private static ByteArrayContent Raw(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
