using Atelier.Providers.Stability;

namespace Atelier.Providers.Tests.Conformance;

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityV1ImageConformance(ConformanceHost host) : ProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality,
        "v1-image-to-image",
        "stable-diffusion-xl-1024-v1-0",
        """{"prompt":"a boat","image":"u","strength":0.6,"count":2,"seed":7}""",
        SampleMedia.As("image", SampleMedia.Png(1024, 1024)));
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityV1MaskingConformance(ConformanceHost host) : ProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality,
        "v1-masking",
        "stable-diffusion-xl-1024-v1-0",
        """{"prompt":"a boat","image":"u","mask":"u","seed":7}""",
        new Dictionary<string, IReadOnlyList<MediaSource>> { ["image"] = [SampleMedia.Png(1024, 1024)], ["mask"] = [SampleMedia.Png(1024, 1024)] });
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityV1UpscaleConformance(ConformanceHost host) : ProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality, "v1-upscale", "esrgan-v1-x2plus", """{"image":"u"}""", SampleMedia.As("image", SampleMedia.Png(128, 96)));
}

/// <summary>Work that is fetched later from the place where all but videos are.</summary>
public abstract class StabilityLaterConformance(ConformanceHost host) : AsynchronousProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    /// <summary>The vendor's result is there, not there yet, unknown or broken; nothing says "failed".</summary>
    protected override bool TellsFailedTasks => false;

    protected override string UnknownTaskId => new('b', 64);

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityUpscaleCreativeConformance(ConformanceHost host) : StabilityLaterConformance(host)
{
    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality, "upscale-creative", "upscale-creative", """{"image":"u","prompt":"a boat","creativity":0.3,"seed":7}""", SampleMedia.As("image", SampleMedia.Png(128, 96)));
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityRelightConformance(ConformanceHost host) : StabilityLaterConformance(host)
{
    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/webp";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality,
        "replace-background-and-relight",
        "replace-background-and-relight",
        """{"image":"u","background_prompt":"a beach","light_source_direction":"left","light_source_strength":0.4,"format":"webp","seed":7}""",
        SampleMedia.As("image", SampleMedia.Png(128, 96)));
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityAudio3Conformance(ConformanceHost host) : StabilityLaterConformance(host)
{
    public override Modality Modality => Modality.Music;

    protected override string ExpectedContentType => "audio/mpeg";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality, "text-to-audio-3", "stable-audio-3", """{"prompt":"a waltz","duration":5,"steps":8,"seed":7}""", SampleMedia.As("audio"));
}

/// <summary>Music and meshes that come with the answer.</summary>
public abstract class StabilityAtOnceConformance(ConformanceHost host) : ProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    protected override EmptyAnswer Empty => EmptyAnswer.IsMalformed;

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityTextToAudioConformance(ConformanceHost host) : StabilityAtOnceConformance(host)
{
    public override Modality Modality => Modality.Music;

    protected override string ExpectedContentType => "audio/wav";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality, "text-to-audio", "stable-audio-2", """{"prompt":"a waltz","duration":5,"steps":50,"cfg_scale":7,"format":"wav","seed":7}""", SampleMedia.As("audio"));
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityAudioToAudioConformance(ConformanceHost host) : StabilityAtOnceConformance(host)
{
    public override Modality Modality => Modality.Music;

    protected override string ExpectedContentType => "audio/mpeg";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality,
        "audio-to-audio",
        "stable-audio-2.5",
        """{"prompt":"a waltz","audio":"u","strength":0.5,"duration":5,"seed":7}""",
        SampleMedia.As("audio", SampleMedia.Wav(seconds: 8)));
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityAudioInpaintConformance(ConformanceHost host) : StabilityAtOnceConformance(host)
{
    public override Modality Modality => Modality.Music;

    protected override string ExpectedContentType => "audio/mpeg";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality,
        "audio-inpaint",
        "stable-audio-2.5",
        """{"prompt":"a waltz","audio":"u","mask_start":2,"mask_end":6,"duration":8,"seed":7}""",
        SampleMedia.As("audio", SampleMedia.Wav(seconds: 8)));
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityFast3DConformance(ConformanceHost host) : StabilityAtOnceConformance(host)
{
    public override Modality Modality => Modality.Mesh;

    protected override string ExpectedContentType => "model/gltf-binary";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality,
        "stable-fast-3d",
        "stable-fast-3d",
        """{"image":"u","texture_resolution":512,"vertex_count":400,"remesh":"triangle"}""",
        SampleMedia.As("image", SampleMedia.Png(256, 256)));
}

[ConformanceOf(typeof(StabilityProvider))]
public sealed class StabilityPointAware3DConformance(ConformanceHost host) : StabilityAtOnceConformance(host)
{
    public override Modality Modality => Modality.Mesh;

    protected override string ExpectedContentType => "model/gltf-binary";

    protected override ProviderRequest CreateRequest() => StabilityBodies.Request(
        Modality,
        "stable-point-aware-3d",
        "stable-point-aware-3d",
        """{"image":"u","texture_resolution":512,"target_type":"face","target_count":300,"guidance_scale":4,"seed":7}""",
        SampleMedia.As("image", SampleMedia.Png(256, 256)));
}

public sealed class StabilityRangesTests(ConformanceHost host) : IClassFixture<ConformanceHost>
{
    [Theory]
    [InlineData("outpaint", """{"image":"u","prompt":"a"}""", "left")]
    [InlineData("outpaint", """{"image":"u","left":2001}""", "left")]
    [InlineData("replace-background-and-relight", """{"image":"u"}""", "background_prompt")]
    [InlineData("replace-background-and-relight", """{"image":"u","background_prompt":"a","light_source_strength":0.5}""", "light_source_strength")]
    [InlineData("upscale-creative", """{"image":"u","prompt":"a","creativity":0.6}""", "creativity")]
    [InlineData("core", """{"prompt":"a","format":"gif"}""", "format")]
    [InlineData("core", """{"prompt":"a","style":"baroque"}""", "style")]
    [InlineData("core", """{"prompt":""}""", "prompt")]
    public async Task What_is_out_of_the_vendors_range_is_refused_before_it_is_sent_under_our_name(string route, string input, string field)
    {
        host.Reset();
        var request = StabilityBodies.Request(Modality.Image, route, "m", input, SampleMedia.As("image", SampleMedia.Png(128, 128)));

        var outcome = await host.Find("stability").SubmitAsync(request, TestContext.Current.CancellationToken);

        var failure = outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure;
        failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        failure.Field.ShouldBe(field);
        failure.Message.ShouldNotContain("Parameter");
        host.Simulators.Calls.List("stability").ShouldBeEmpty();
    }
}
