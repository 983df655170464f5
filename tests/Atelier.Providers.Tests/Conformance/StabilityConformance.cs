using System.Text.Json;
using Atelier.Providers.Stability;

namespace Atelier.Providers.Tests.Conformance;

[ConformanceOf(typeof(StabilityProvider))]
public abstract class StabilityImageConformance(ConformanceHost host) : ProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override EmptyAnswer Empty => EmptyAnswer.IsMalformed;

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);

    [Theory]
    [InlineData("content_filtered", true)]
    [InlineData("content_moderation", false)]
    public async Task Moderation_after_the_work_is_paid_for_and_before_it_is_not(string trigger, bool charged)
    {
        var failure = await RefusalAsync(CreateRequest().WithInput("prompt", $"a lighthouse [simulate:{trigger}]"));
        failure.Kind.ShouldBe(ProviderFailureKind.ContentRefused);
        failure.Retryable.ShouldBeFalse();
        failure.MayHaveCharged.ShouldBe(charged);
        BilledSubmissions().ShouldBe(charged ? 1 : 0);
    }

    protected static ProviderRequest Request(string route, string model, string input) => new()
    {
        GenerationId = "gen_conformance",
        VendorModel = model,
        Route = route,
        Modality = Modality.Image,
        Input = JsonDocument.Parse(input).RootElement,
    };
}

public sealed class StabilityV1Conformance(ConformanceHost host) : StabilityImageConformance(host)
{
    protected override EmptyAnswer Empty => EmptyAnswer.IsNoMedia;

    protected override ProviderRequest CreateRequest() => Request(
        "v1",
        "stable-diffusion-xl-1024-v1-0",
        """{"prompt":"a lighthouse","negative_prompt":"fog","size":"1024x1024","count":2,"seed":7,"cfg_scale":6.5,"steps":20,"style":"photographic"}""");
}

public sealed class StabilityCoreConformance(ConformanceHost host) : StabilityImageConformance(host)
{
    protected override string ExpectedContentType => "image/webp";

    protected override ProviderRequest CreateRequest() =>
        Request("core", "core", """{"prompt":"a lighthouse","aspect_ratio":"16:9","format":"webp","seed":7}""");
}

public sealed class StabilityUltraConformance(ConformanceHost host) : StabilityImageConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request("ultra", "ultra", """{"prompt":"a lighthouse","image":"upl_1","strength":0.4}""") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(512, 512)),
        };
}

public sealed class StabilitySeveralFilesTests(ConformanceHost host) : IClassFixture<ConformanceHost>
{
    [Fact]
    public async Task More_files_than_a_service_takes_are_not_left_out_in_silence()
    {
        host.Reset();
        var request = StabilityBodies.Request(
            Modality.Image,
            "ultra",
            "ultra",
            """{"prompt":"a","image":["u","v"],"strength":0.4}""",
            new Dictionary<string, IReadOnlyList<MediaSource>> { ["image"] = [SampleMedia.Png(64, 64), SampleMedia.Png(64, 64)] });

        var outcome = await host.Find("stability").SubmitAsync(request, TestContext.Current.CancellationToken);

        outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure.Field.ShouldBe("image");
        host.Simulators.Calls.List("stability").ShouldBeEmpty();
    }
}

public sealed class StabilitySd3Conformance(ConformanceHost host) : StabilityImageConformance(host)
{
    protected override string ExpectedContentType => "image/jpeg";

    protected override ProviderRequest CreateRequest() =>
        Request("sd3", "sd3.5-large", """{"prompt":"a lighthouse","image":"upl_1","strength":0.6,"aspect_ratio":"1:1","format":"jpeg"}""") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(512, 512)),
        };
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityVideoConformance(ConformanceHost host) : AsynchronousProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    public override Modality Modality => Modality.Video;

    protected override string ExpectedContentType => "video/mp4";

    /// <summary>The vendor's result is there, not there yet, unknown or broken; nothing says "failed".</summary>
    protected override bool TellsFailedTasks => false;

    protected override string UnknownTaskId => new('a', 64);

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);

    protected override ProviderRequest CreateRequest() => new()
    {
        GenerationId = "gen_conformance",
        VendorModel = "stable-video-diffusion",
        Route = "image-to-video",
        Modality = Modality.Video,
        Input = JsonDocument.Parse("""{"image":"upl_1","seed":7,"motion_bucket_id":90}""").RootElement,
        Media = SampleMedia.As("image", SampleMedia.Png(768, 768)),
    };

    [Fact]
    public async Task The_withdrawn_service_says_that_it_is_withdrawn()
    {
        Host.Simulators.Options.Stability.LegacyVideo = false;
        try
        {
            var failure = await RefusalAsync(CreateRequest());
            failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
            failure.Field.ShouldBe("model");
            failure.Message.ShouldContain("withdrew");
        }
        finally
        {
            Host.Simulators.Options.Stability.LegacyVideo = true;
        }
    }
}

internal static class StabilityBodies
{
    public static ProviderRequest Request(
        Modality modality, string route, string model, string input, IReadOnlyDictionary<string, IReadOnlyList<MediaSource>> media)
    {
        var values = JsonDocument.Parse(input).RootElement;
        return new ProviderRequest
        {
            GenerationId = "gen_conformance",
            VendorModel = model,
            Route = route,
            Modality = modality,
            Input = values,
            Media = media.Where(item => values.TryGetProperty(item.Key, out _)).ToDictionary(item => item.Key, item => item.Value),
        };
    }

    public static string Error(string text) =>
        JsonSerializer.Serialize(new { errors = new[] { text }, id = "0f6f2b1f6d3a4d8bb1c5a2e07c94f310", message = text, name = "scripted" });
}
