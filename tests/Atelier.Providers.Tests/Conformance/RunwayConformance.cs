using System.Text.Json;
using Atelier.Providers.Registration;
using Atelier.Providers.Runway;
using Atelier.Simulators.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Providers.Tests.Conformance;

[ConformanceOf(typeof(RunwayProvider))]
public abstract class RunwayConformance(ConformanceHost host) : DownloadedResultConformanceTests(host)
{
    public override string Vendor => "runway";

    public override Modality Modality => Modality.Video;

    protected override string ExpectedContentType => "video/mp4";

    protected override string UnknownTaskId => "00000000-0000-4000-8000-000000000000";

    protected override (string? Code, ProviderFailureKind Kind) TaskFailure => ("SAFETY.OUTPUT.VIDEO", ProviderFailureKind.ContentRefused);

    protected override string ErrorBody(string text) => JsonSerializer.Serialize(new { error = text });

    protected static ProviderRequest Request(Modality modality, string model, string input) => new()
    {
        GenerationId = "gen_conformance",
        VendorModel = model,
        Modality = modality,
        Input = JsonDocument.Parse(input).RootElement,
    };
}

public sealed class RunwayImageToVideoConformance(ConformanceHost host) : RunwayConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Video, "gen4_turbo", """{"prompt":"slow push in","image":"upl_1","aspect_ratio":"16:9","duration":2,"seed":7}""") with
        {
            Media = SampleMedia.As("image", SampleMedia.Png(512, 384)),
        };

    [Fact]
    public async Task A_picture_too_large_for_a_data_URI_is_uploaded_first()
    {
        var request = CreateRequest() with { Media = SampleMedia.As("image", SampleMedia.NoisePng(1400, 1200)) };
        await using var result = await CompleteAsync(request);
        result.Media.ShouldNotBeEmpty();
        Host.Simulators.Calls.List(Vendor, OperationNames.Upload).Count.ShouldBe(1);
        Host.Simulators.Calls.List(Vendor, OperationNames.Submit).ShouldHaveSingleItem().BodyBytes.ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_is_the_callers_matter_and_buys_nothing()
    {
        var gone = new ProviderFailure(ProviderFailureKind.InvalidRequest, "The media at the given URL could not be fetched: it answered 404.");
        var source = new DelegateMediaSource(_ => throw new MediaUnavailableException(gone)) { ContentType = "image/png" };
        var outcome = await Provider.SubmitAsync(CreateRequest() with { Media = SampleMedia.As("image", source) }, Token);
        outcome.ShouldBeOfType<SubmitOutcome.Refused>().Failure.ShouldBe(gone);
        Submissions().ShouldBe(0);
    }

    [Fact]
    public async Task A_live_task_is_asked_for_no_more_often_than_the_vendor_wants()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ISandboxEndpoint>(Host);
        services.AddAtelierProviders(name => name switch
        {
            "RUNWAY_API_KEY" => ConformanceHost.ApiKey,
            "RUNWAY_BASE_URL" => $"{Host.BaseUrl}runway/v1",
            _ => null,
        });
        await using var provider = services.BuildServiceProvider();
        var runway = provider.GetRequiredService<IProviderDirectory>().Find("runway", ProviderTarget.Live).ShouldBeOfType<ProviderLookup.Found>().Provider;
        (await runway.SubmitAsync(CreateRequest(), Token)).ShouldBeOfType<SubmitOutcome.Accepted>()
            .PollAfter.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
    }
}

public sealed class RunwayKeyframesConformance(ConformanceHost host) : RunwayConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request(
        Modality.Video,
        "veo3.1_fast",
        """{"prompt":"day to night","image":"upl_1","last_image":"upl_2","size":"1280x720","duration":4,"audio":false,"negative_prompt":"people"}""") with
    {
        Media = new Dictionary<string, IReadOnlyList<MediaSource>>
        {
            ["image"] = [SampleMedia.Png(640, 360)],
            ["last_image"] = [SampleMedia.Png(640, 360)],
        },
    };
}

public sealed class RunwayTextToVideoConformance(ConformanceHost host) : RunwayConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Video, "gen4.5", """{"prompt":"rain on a window","aspect_ratio":"9:16","duration":2,"seed":7}""");
}

public sealed class RunwayTextToImageConformance(ConformanceHost host) : RunwayConformance(host)
{
    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override (string? Code, ProviderFailureKind Kind) TaskFailure => ("INTERNAL.BAD_OUTPUT.CODE01", ProviderFailureKind.VendorFault);

    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Image, "gen4_image", """{"prompt":"@ref1 by the sea","aspect_ratio":"1:1","reference_images":["upl_1"],"seed":7}""") with
        {
            Media = SampleMedia.As("reference_images", SampleMedia.Png(512, 512)),
        };
}

public sealed class RunwayVideoToVideoConformance(ConformanceHost host) : RunwayConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Video, "aleph2", """{"prompt":"make it snow","video":"upl_1","image":"upl_2","aspect_ratio":"1:1","seed":7}""") with
        {
            Route = "video_to_video",
            Media = new Dictionary<string, IReadOnlyList<MediaSource>>
            {
                ["video"] = [SampleMedia.Mp4(seconds: 4)],
                ["image"] = [SampleMedia.Png(320, 240)],
            },
        };
}

public sealed class RunwayCharacterPerformanceConformance(ConformanceHost host) : RunwayConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Video, "act_two", """{"image":"upl_1","video":"upl_2","size":"960x960","bodyControl":true,"expressionIntensity":4}""") with
        {
            Route = "character_performance",
            Media = new Dictionary<string, IReadOnlyList<MediaSource>>
            {
                ["image"] = [SampleMedia.Png(320, 320)],
                ["video"] = [SampleMedia.Mp4(seconds: 4)],
            },
        };
}

public sealed class RunwayVideoUpscaleConformance(ConformanceHost host) : RunwayConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Video, "magnific_video_upscaler_creative", """{"video":"upl_1","resolution":"720p","creativity":10,"flavor":"natural"}""") with
        {
            Route = "video_upscale",
            Media = SampleMedia.As("video", SampleMedia.Mp4(seconds: 2)),
        };
}

public sealed class RunwayVideoToHdrConformance(ConformanceHost host) : RunwayConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Video, "ruby", """{"video":"upl_1","format":"hlg"}""") with
        {
            Route = "video_to_hdr",
            Media = SampleMedia.As("video", SampleMedia.Mp4(seconds: 2)),
        };
}

public sealed class RunwayImageUpscaleConformance(ConformanceHost host) : RunwayConformance(host)
{
    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Image, "magnific_precision_upscaler_v2", """{"image":"upl_1","scale":2,"flavor":"photo"}""") with
        {
            Route = "image_upscale",
            Media = SampleMedia.As("image", SampleMedia.Png(320, 320)),
        };
}

public abstract class RunwaySpeechConformance(ConformanceHost host) : RunwayConformance(host)
{
    public override Modality Modality => Modality.Speech;

    protected override string ExpectedContentType => "audio/mpeg";

    protected override (string? Code, ProviderFailureKind Kind) TaskFailure => ("SAFETY.INPUT.TEXT", ProviderFailureKind.ContentRefused);
}

public sealed class RunwayTextToSpeechConformance(ConformanceHost host) : RunwaySpeechConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Speech, "eleven_v3", """{"text":"Good morning, harbour.","voice":"Maya","speed":1.1,"stability":0.4,"seed":7}""");
}

public sealed class RunwaySpeechToSpeechConformance(ConformanceHost host) : RunwaySpeechConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Speech, "eleven_multilingual_sts_v2", """{"audio":"upl_1","voice":"Noah","removeBackgroundNoise":true}""") with
        {
            Route = "speech_to_speech",
            Media = SampleMedia.As("audio", SampleMedia.Wav(seconds: 5)),
        };
}

public sealed class RunwayVoiceDubbingConformance(ConformanceHost host) : RunwaySpeechConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Speech, "eleven_voice_dubbing", """{"audio":"upl_1","target_language":"de"}""") with
        {
            Route = "voice_dubbing",
            Media = SampleMedia.As("audio", SampleMedia.Wav(seconds: 5)),
        };
}

public sealed class RunwayVoiceIsolationConformance(ConformanceHost host) : RunwaySpeechConformance(host)
{
    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Speech, "eleven_voice_isolation", """{"audio":"upl_1"}""") with
        {
            Route = "voice_isolation",
            Media = SampleMedia.As("audio", SampleMedia.Wav(seconds: 5)),
        };
}

public sealed class RunwaySoundEffectConformance(ConformanceHost host) : RunwayConformance(host)
{
    public override Modality Modality => Modality.Sound;

    protected override string ExpectedContentType => "audio/mpeg";

    protected override ProviderRequest CreateRequest() =>
        Request(Modality.Sound, "eleven_text_to_sound_v2", """{"prompt":"waves on a beach","duration":2.5,"loop":true}""");
}
