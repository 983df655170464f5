using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;
using Atelier.Simulators.Faults;

namespace Atelier.Clients.Tests.Stability;

/// <summary>The client against the simulated vendor, which checks what it is sent as strictly as the real one.</summary>
public sealed class StabilitySimulatorTests
{
    private const string Engine = "stable-diffusion-xl-1024-v1-0";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StabilityAnswer.Json)]
    [InlineData(StabilityAnswer.Bytes)]
    public async Task An_image_is_drawn_by_v1_and_paid_for(StabilityAnswer answer)
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        var before = await vendors.Stability.GetBalanceAsync(Token);

        var images = await vendors.Stability.TextToImageAsync(
            Engine,
            new StabilityTextToImageRequest { TextPrompts = [new("a paper boat"), new("rain", -1)], Width = 1024, Height = 1024, Seed = 7, Answer = answer },
            cancellationToken: Token);

        var image = images.ShouldHaveSingleItem();
        image.Seed.ShouldBe(7);
        image.FinishReason.ShouldBe(StabilityFinishReason.Success);
        IsPng(image.Content).ShouldBeTrue();
        (await vendors.Stability.GetBalanceAsync(Token)).Credits.ShouldBe(before.Credits - 0.9, 0.0001);
        (await vendors.Stability.ListEnginesAsync(Token)).ShouldContain(engine => engine.Id == Engine);
        (await vendors.Stability.GetAccountAsync(Token)).Id.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(StabilityAnswer.Json)]
    [InlineData(StabilityAnswer.Bytes)]
    public async Task Core_ultra_and_sd3_draw(StabilityAnswer answer)
    {
        await using var vendors = await SimulatedVendors.StartAsync();

        var core = await vendors.Stability.GenerateCoreAsync(
            new StabilityCoreRequest { Prompt = "a boat", AspectRatio = "16:9", StylePreset = "anime", OutputFormat = "webp", Answer = answer },
            cancellationToken: Token);
        var sd3 = await vendors.Stability.GenerateSd3Async(
            new StabilitySd3Request { Prompt = "a boat", Model = "sd3.5-medium", CfgScale = 4, Seed = 4294967294, Answer = answer }, cancellationToken: Token);
        var ultra = await vendors.Stability.GenerateUltraAsync(
            new StabilityUltraRequest { Prompt = "a boat", Image = new VendorFile("in.png", "image/png", sd3.Content), Strength = 0.35, Answer = answer },
            cancellationToken: Token);

        core.ContentType.ShouldBe("image/webp");
        core.Seed.ShouldNotBeNull();
        sd3.ContentType.ShouldBe("image/png");
        sd3.Seed.ShouldBe(4294967294);
        IsPng(ultra.Content).ShouldBeTrue();
        vendors.Simulators.Calls.Billed("stability").ShouldBe(3);
    }

    [Fact]
    public async Task A_video_is_started_waited_for_and_read()
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        var square = await vendors.Stability.GenerateSd3Async(new StabilitySd3Request { Prompt = "a boat" }, cancellationToken: Token);
        var fault = await Should.ThrowAsync<VendorInvalidRequestException>(vendors.Stability.ImageToVideoAsync(
            new StabilityImageToVideoRequest { Image = new VendorFile("f.png", "image/png", square.Content) }, cancellationToken: Token));
        fault.VendorErrorCode.ShouldBe("bad_request");

        var id = await vendors.Stability.ImageToVideoAsync(
            new StabilityImageToVideoRequest { Image = new VendorFile("f.png", "image/png", Frames.Png(768, 768)), Seed = 3, MotionBucketId = 90 },
            cancellationToken: Token);
        var video = await vendors.RunAsync(vendors.Stability.WaitForImageToVideoAsync(id, TimeSpan.FromMinutes(5), cancellationToken: Token));

        await using (video)
        {
            video.Seed.ShouldBe(3);
            video.Media.ContentType.ShouldBe("video/mp4");
            var start = new byte[12];
            await video.Media.Content.ReadExactlyAsync(start, Token);
            start[4..8].ShouldBe("ftyp"u8.ToArray());
        }
    }

    [Fact]
    public async Task A_wrong_key_an_empty_purse_and_refused_content_are_told_apart()
    {
        await using var stranger = await SimulatedVendors.StartAsync(key: "sk-invalid-0123456789zzzz");
        await using var poor = await SimulatedVendors.StartAsync(options => options.InitialBalances["stability"] = 0);
        await using var rich = await SimulatedVendors.StartAsync();
        var v1 = new StabilityTextToImageRequest { TextPrompts = [new("a boat")] };
        var v2 = new StabilityCoreRequest { Prompt = "a boat" };

        var unknown = await Should.ThrowAsync<VendorAuthenticationException>(stranger.Stability.TextToImageAsync(Engine, v1, cancellationToken: Token));
        unknown.ToString().ShouldNotContain("zzzz");
        await Should.ThrowAsync<VendorBalanceException>(poor.Stability.TextToImageAsync(Engine, v1, cancellationToken: Token));
        await Should.ThrowAsync<VendorBalanceException>(poor.Stability.GenerateCoreAsync(v2, cancellationToken: Token));
        await Should.ThrowAsync<VendorContentRefusedException>(
            rich.Stability.GenerateCoreAsync(v2 with { Prompt = "[simulate:content_moderation]" }, cancellationToken: Token));
        await Should.ThrowAsync<VendorNotFoundException>(rich.Stability.TextToImageAsync("no-such-engine", v1, cancellationToken: Token));
    }

    [Fact]
    public async Task A_vendor_who_answers_500_to_everything_is_asked_four_times_and_paid_nothing()
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        vendors.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.Status, Status = 500 });

        var work = vendors.Stability.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "a boat" }, cancellationToken: Token);
        await vendors.PassWaitsAsync(work);

        await Should.ThrowAsync<VendorServerException>(work);
        vendors.Simulators.Calls.Count.ShouldBe(4);
        vendors.Simulators.Calls.Billed().ShouldBe(0);
    }

    private static bool IsPng(ReadOnlyMemory<byte> content) => content.Span.StartsWith(new byte[] { 0x89, 0x50, 0x4E, 0x47 });
}
