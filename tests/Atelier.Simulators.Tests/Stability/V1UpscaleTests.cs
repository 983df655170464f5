using System.Net;
using Atelier.Simulators.Tests.Support;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Stability;

/// <summary>The retired upscaler of v1, behind the switch for old engines.</summary>
public sealed class V1UpscaleTests
{
    private const string Path = "v1/generation/esrgan-v1-x2plus/image-to-image/upscale";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, 256, 128)]
    [InlineData("width", "512", 512, 256)]
    [InlineData("height", "512", 1024, 512)]
    public async Task Picture_is_doubled_or_brought_to_one_side(string? name, string? value, int width, int height)
    {
        await using var vendor = await StartAsync();
        var form = name is null ? Vendor.Form() : Vendor.Form((name, value!));

        using var response = await vendor.PostAsync(Path, form.WithFile("image", Pictures.Png(128, 64)), "image/png");

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Token));
        using var bitmap = SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync(Token));
        (bitmap.Width, bitmap.Height).ShouldBe((width, height));
    }

    [Theory]
    [InlineData("width=512&height=512", 128, "bad_request")]
    [InlineData("width=511", 128, "bad_request")]
    [InlineData("prompt=a", 128, "bad_request")]
    [InlineData("width=8192", 128, "invalid_pixel_count")]
    [InlineData("", 1600, "invalid_pixel_count")]
    public async Task What_it_does_not_take_is_refused(string fields, int side, string name)
    {
        await using var vendor = await StartAsync();
        var form = Vendor.Form([.. fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).Select(pair => (pair[0], pair[1]))]);

        using var response = await vendor.PostAsync(Path, form.WithFile("image", Pictures.Png(side, side)));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("name").GetString().ShouldBe(name);
    }

    [Fact]
    public async Task Without_the_switch_the_engine_is_gone()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync(Path, Vendor.Form().WithFile("image", Pictures.Png(128, 64)));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Vendor.BodyAsync(response)).GetProperty("message").GetString().ShouldBe("The specified engine (ID esrgan-v1-x2plus) was not found.");
    }

    private static Task<Vendor> StartAsync() => Vendor.StabilityAsync(new SimulatorOptions { Stability = { LegacyEngines = true } });
}
