using System.Net;
using Atelier.Simulators.Tests.Support;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Stability;

/// <summary>v2beta pictures: negotiation, sizes, money, moderation.</summary>
public sealed class ImageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("core", null, 1536, 1536)]
    [InlineData("core", "16:9", 2016, 1152)]
    [InlineData("core", "9:21", 960, 2304)]
    [InlineData("ultra", null, 1024, 1024)]
    [InlineData("ultra", "21:9", 1536, 640)]
    [InlineData("sd3", "4:5", 896, 1088)]
    [InlineData("sd3", "2:3", 832, 1216)]
    public async Task Picture_has_the_size_of_its_ratio(string operation, string? ratio, int width, int height)
    {
        await using var vendor = await Vendor.StabilityAsync();
        var form = ratio is null ? Vendor.Form(("prompt", "a cat")) : Vendor.Form(("prompt", "a cat"), ("aspect_ratio", ratio));

        using var response = await vendor.PostAsync($"v2beta/stable-image/generate/{operation}", form, "image/*");

        using var bitmap = SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync(Token));
        (bitmap.Width, bitmap.Height).ShouldBe((width, height));
    }

    [Theory]
    [InlineData(null, null, "image/png", SKEncodedImageFormat.Png)]
    [InlineData("*/*", "jpeg", "image/jpeg", SKEncodedImageFormat.Jpeg)]
    [InlineData("image/*", "webp", "image/webp", SKEncodedImageFormat.Webp)]
    [InlineData("image/png", "png", "image/png", SKEncodedImageFormat.Png)]
    public async Task Bytes_carry_seed_and_finish_reason_in_headers(string? accept, string? format, string mediaType, SKEncodedImageFormat expected)
    {
        await using var vendor = await Vendor.StabilityAsync();
        var form = Vendor.Form(("prompt", "a cat"), ("seed", "4294967294"));
        if (format is not null)
        {
            form.Add(new StringContent(format), "output_format");
        }

        using var response = await vendor.PostAsync("v2beta/stable-image/generate/ultra", form, accept);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Vendor.ContentType(response).ShouldBe(mediaType);
        response.Headers.GetValues("finish-reason").ShouldBe(["SUCCESS"]);
        response.Headers.GetValues("seed").ShouldBe(["4294967294"]);
        response.Headers.GetValues("x-request-id").Single().Length.ShouldBe(32);
        using var codec = SKCodec.Create(new MemoryStream(await response.Content.ReadAsByteArrayAsync(Token)));
        codec.EncodedFormat.ShouldBe(expected);
    }

    [Fact]
    public async Task Json_names_the_type_and_carries_everything_in_the_body()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(
            "v2beta/stable-image/generate/core", Vendor.Form(("prompt", "a cat"), ("seed", "7"), ("output_format", "jpeg")), "application/json");

        Vendor.ContentType(response).ShouldBe("application/json; type=image/jpeg");
        response.Headers.Contains("seed").ShouldBeFalse();
        response.Headers.Contains("finish-reason").ShouldBeFalse();
        var body = await Vendor.BodyAsync(response);
        body.GetProperty("seed").GetInt64().ShouldBe(7);
        body.GetProperty("finish_reason").GetString().ShouldBe("SUCCESS");
        using var bitmap = SKBitmap.Decode(body.GetProperty("image").GetBytesFromBase64());
        bitmap.Width.ShouldBe(1536);
    }

    [Fact]
    public async Task Unknown_accept_is_refused()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.BuyAsync(accept: "text/html");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString()!.ShouldStartWith("accept:");
    }

    [Fact]
    public async Task Same_seed_and_fields_give_the_same_bytes_and_any_other_field_changes_them()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var one = await PictureAsync(("prompt", "a cat"), ("seed", "7"));

        (await PictureAsync(("seed", "7"), ("prompt", "a cat"))).ShouldBe(one);
        (await PictureAsync(("prompt", "a cat"), ("seed", "8"))).ShouldNotBe(one);
        (await PictureAsync(("prompt", "a cat"), ("seed", "7"), ("negative_prompt", "dog"))).ShouldNotBe(one);

        async Task<string> PictureAsync(params (string, string)[] fields)
        {
            using var response = await vendor.PostAsync("v2beta/stable-image/generate/core", Vendor.Form(fields), "image/*");
            return Convert.ToBase64String(await response.Content.ReadAsByteArrayAsync(Token));
        }
    }

    [Theory]
    [InlineData("generate/core", null, 3)]
    [InlineData("generate/ultra", null, 8)]
    [InlineData("generate/sd3", null, 6.5)]
    [InlineData("generate/sd3", "sd3.5-large-turbo", 4)]
    [InlineData("generate/sd3", "sd3.5-medium", 3.5)]
    [InlineData("generate/sd3", "sd3.5-flash", 2.5)]
    [InlineData("generate/sd3", "sd3-medium", 3.5)]
    public async Task Price_is_charged_once_per_success(string path, string? model, double credits)
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Ledger.Set("stability", 20);
        var form = model is null ? Vendor.Form(("prompt", "a")) : Vendor.Form(("prompt", "a"), ("model", model));

        (await vendor.PostAsync($"v2beta/stable-image/{path}", form)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await Vendor.BodyAsync(await vendor.GetAsync("v1/user/balance"))).GetProperty("credits").GetDouble().ShouldBe(20 - credits);
    }

    [Fact]
    public async Task Short_balance_is_402()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Ledger.Set("stability", 2.9m);

        using var response = await vendor.BuyAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.PaymentRequired);
        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe("payment_required");
        error.GetProperty("errors")[0].GetString()!.ShouldStartWith("You lack sufficient credits to make this request.");
    }

    [Theory]
    [InlineData("content_moderation", 403, "content_moderation")]
    [InlineData("invalid_language", 422, "invalid_language")]
    [InlineData("public_figure", 422, "public_figure")]
    [InlineData("internal_error", 500, "internal_error")]
    public async Task Prompt_may_ask_for_a_refusal_that_costs_nothing(string trigger, int status, string name)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.BuyAsync($"a cat [simulate:{trigger}]");

        ((int)response.StatusCode).ShouldBe(status);
        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe(name);
        vendor.Simulators.Ledger.List().ShouldAllBe(account => account.Spent == 0);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    public async Task Filtered_picture_is_delivered_blurred_and_charged_by_the_switch(bool charged, double credits)
    {
        var options = new SimulatorOptions();
        options.Stability.ChargeFiltered = charged;
        await using var vendor = await Vendor.StabilityAsync(options);

        using var response = await vendor.BuyAsync("a cat [simulate:content_filtered]", "image/*");

        response.Headers.GetValues("finish-reason").ShouldBe(["CONTENT_FILTERED"]);
        vendor.Simulators.Ledger.List().Single().Spent.ShouldBe((decimal)credits);
        using var bitmap = SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync(Token));
        bitmap.Pixels.Count(pixel => pixel == SKColors.White).ShouldBe(0);
    }

    [Fact]
    public async Task Prompt_triggers_can_be_switched_off()
    {
        var options = new SimulatorOptions();
        options.Stability.PromptTriggers = false;
        await using var vendor = await Vendor.StabilityAsync(options);

        (await vendor.BuyAsync("a cat [simulate:internal_error]")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Work_once_accepted_is_bought_although_the_caller_gives_up()
    {
        await using var vendor = await Vendor.StabilityAsync(
            new SimulatorOptions { AnswerLatency = TimeSpan.FromHours(1) }, new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var pending = vendor.Http.PostAsync("v2beta/stable-image/generate/core", Vendor.Form(("prompt", "x")), patience.Token);
        await vendor.Simulators.Calls.WaitUntilAsync(calls => calls.Billed() == 1, Token);
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(pending);
        vendor.Simulators.Ledger.List().Single().Spent.ShouldBe(3);
    }
}
