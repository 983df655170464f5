using System.Net;
using Atelier.Simulators.Tests.Support;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Stability;

public sealed class V1ImageToImageTests
{
    private const string Path = "v1/generation/stable-diffusion-xl-1024-v1-0/image-to-image";

    private static readonly (string, string) Prompt = ("text_prompts[0][text]", "a cat");

    [Fact]
    public async Task Picture_has_the_size_of_the_given_one()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var form = Vendor.Form(Prompt, ("text_prompts[7][text]", "rain"), ("text_prompts[7][weight]", "-0.5"), ("image_strength", "0.4"), ("samples", "2"));

        using var response = await vendor.PostAsync(Path, form.WithFile("init_image", Pictures.Png(1152, 896)));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var artifacts = (await Vendor.BodyAsync(response)).GetProperty("artifacts");
        artifacts.GetArrayLength().ShouldBe(2);
        using var bitmap = SKBitmap.Decode(artifacts[0].GetProperty("base64").GetBytesFromBase64());
        (bitmap.Width, bitmap.Height).ShouldBe((1152, 896));
        var call = vendor.Simulators.Calls.List().ShouldHaveSingleItem();
        (call.Prompt, call.Price).ShouldBe(("a cat", 1.8m));
    }

    [Theory]
    [InlineData("image_strenght", "0.4", "bad_request", "unknown form field: image_strenght")]
    [InlineData("mask_source", "INIT_IMAGE_ALPHA", "bad_request", "unknown form field: mask_source")]
    [InlineData("text_prompts[1][weight]", "heavy", "bad_request", "text_prompts[1].weight: must be a number")]
    [InlineData("text_prompts[1][weight]", "1", "bad_request", "text_prompts[1].text: is required")]
    [InlineData("text_prompts[1][text]", "", "bad_request", "text_prompts[1].text: must be between 1 and 2000 characters")]
    [InlineData("image_strength", "2", "bad_request", "image_strength: must be between 0 and 1")]
    [InlineData("init_image_mode", "NONE", "bad_request", "init_image_mode: must be one of IMAGE_STRENGTH, STEP_SCHEDULE")]
    public async Task Wrong_field_is_named(string field, string value, string name, string message)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Vendor.Form(Prompt, (field, value)).WithFile("init_image", Pictures.Png(1024, 1024)));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await Vendor.BodyAsync(response);
        (error.GetProperty("name").GetString(), error.GetProperty("message").GetString()).ShouldBe((name, message));
        vendor.Simulators.Calls.Billed().ShouldBe(0);
    }

    [Fact]
    public async Task Value_with_a_file_name_and_unknown_files_are_refused()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var file = await vendor.PostAsync(Path, Vendor.Form(Prompt).WithFile("init_image", Pictures.Png(1024, 1024)).WithFile("extra", [1]));
        using var missing = await vendor.PostAsync(Path, Vendor.Form(Prompt));
        using var promptless = await vendor.PostAsync(Path, Vendor.Form().WithFile("init_image", Pictures.Png(1024, 1024)));

        (await Vendor.BodyAsync(file)).GetProperty("message").GetString().ShouldBe("unknown form field: extra");
        (await Vendor.BodyAsync(missing)).GetProperty("message").GetString().ShouldBe("init_image: is required");
        (await Vendor.BodyAsync(promptless)).GetProperty("message").GetString().ShouldBe("text_prompts: is required");
    }

    [Fact]
    public async Task Picture_must_have_an_allowed_pair()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Vendor.Form(Prompt).WithFile("init_image", Pictures.Png(450, 672)));

        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe("invalid_sdxl_v1_dimensions");
        error.GetProperty("message").GetString()!.ShouldEndWith("896x1152, but we received 450x672");
    }

    [Theory]
    [InlineData("MASK_IMAGE_WHITE", null, "invalid_mask_image")]
    [InlineData("MASK_IMAGE_BLACK", 512, "invalid_image_dimensions")]
    [InlineData("MASK_IMAGE_BLACK", 1024, null)]
    [InlineData("INIT_IMAGE_ALPHA", null, null)]
    [InlineData("MASK", null, "bad_request")]
    public async Task Mask_follows_its_source(string source, int? maskSide, string? problem)
    {
        await using var vendor = await Vendor.StabilityAsync();
        var form = Vendor.Form(Prompt, ("mask_source", source)).WithFile("init_image", Pictures.Png(1024, 1024));
        if (maskSide is { } side)
        {
            form.WithFile("mask_image", Pictures.Png(side, side));
        }

        using var response = await vendor.PostAsync($"{Path}/masking", form);

        var body = await Vendor.BodyAsync(response);
        (body.TryGetProperty("name", out var name) ? name.GetString() : null).ShouldBe(problem);
        response.StatusCode.ShouldBe(problem is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
    }
}
