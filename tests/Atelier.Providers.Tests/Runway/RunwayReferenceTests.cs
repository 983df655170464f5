using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;
using Atelier.Providers.Runway;
using Atelier.Providers.Tests.Support;

namespace Atelier.Providers.Tests.Runway;

/// <summary>Media that a request refers to, keyframes, names of pictures: all in the vendor's words.</summary>
public sealed class RunwayReferenceTests
{
    [Fact]
    public void Sound_of_the_video_and_recordings_to_refer_to_go_together()
    {
        var request = Video("text_to_video", "seedance2", """{"prompt":"a","audio":false}""", ("reference_audio", ["a", "b"]), ("reference_videos", ["c"]))
            .ShouldBeOfType<RunwaySubmission.TextToVideo>().Request;

        request.Audio.ShouldBe(false);
        request.More.ShouldNotBeNull()["referenceAudio"].GetRawText().ShouldBe("""[{"type":"audio","uri":"a"},{"type":"audio","uri":"b"}]""");
        request.More["referenceVideos"].GetRawText().ShouldBe("""[{"type":"video","uri":"c"}]""");
    }

    [Fact]
    public void A_video_that_starts_from_a_picture_may_refer_to_recordings()
    {
        var request = Video("image_to_video", "hailuo3", """{"prompt":"a","aspect_ratio":"adaptive"}""", ("image", ["p"]), ("reference_audio", ["a"]))
            .ShouldBeOfType<RunwaySubmission.ImageToVideo>().Request;

        (request.Ratio, request.PromptImage).ShouldBe(("adaptive", request.PromptImage));
        request.PromptImage.ShouldBe([new RunwayPromptImage("p", "first")]);
        request.More.ShouldNotBeNull().Keys.ShouldBe(["referenceAudio"]);
    }

    [Fact]
    public void One_model_wants_no_kind_said_of_its_videos() =>
        Video("text_to_video", "gemini_omni_flash_1.1", """{"prompt":"a"}""", ("reference_videos", ["c"]))
            .ShouldBeOfType<RunwaySubmission.TextToVideo>().Request.More.ShouldNotBeNull()["referenceVideos"].GetRawText()
            .ShouldBe("""[{"uri":"c"}]""");

    [Fact]
    public void Further_videos_and_reference_videos_are_one_list()
    {
        var request = Video("video_to_video", "hailuo3", """{"prompt":"a"}""", ("video", ["v", "w"]), ("reference_videos", ["x"]))
            .ShouldBeOfType<RunwaySubmission.VideoToVideo>().Request;

        request.PromptVideo.ShouldBe("v");
        request.More.ShouldNotBeNull()["referenceVideos"].GetRawText().ShouldBe("""[{"type":"video","uri":"w"},{"type":"video","uri":"x"}]""");
    }

    [Fact]
    public void Keyframes_lie_at_seconds_or_at_parts_and_may_have_ranges()
    {
        var seconds = Aleph("""{"keyframe_seconds":[0,2.5],"keyframe_ranges":[{"start":0,"end":2},{"start":2,"end":4}]}""", "p", "q");
        seconds.ShouldBe([new RunwayKeyframe("p", 0, Range: new(0, 2)), new RunwayKeyframe("q", 2.5, Range: new(2, 4))]);
        Aleph("""{"keyframe_positions":[0.25]}""", "p").ShouldBe([new RunwayKeyframe("p", At: 0.25)]);
    }

    [Fact]
    public void Pictures_have_the_callers_names_and_say_what_they_show()
    {
        var request = Picture("gemini_image3_pro", """{"prompt":"@cat and @hat","reference_tags":["cat","hat"],"reference_subjects":["object","human"]}""", "p", "q");

        request.ReferenceImages.ShouldBe([new RunwayReferenceImage("p", "cat", "object"), new RunwayReferenceImage("q", "hat", "human")]);
    }

    [Theory]
    [InlineData("text_to_video", "gen4.5", """{"prompt":"a"}""", "reference_audio", "reference_audio")]
    [InlineData("text_to_video", "gen4.5", """{"prompt":"a"}""", "reference_videos", "reference_videos")]
    [InlineData("text_to_video", "gen4.5", """{"prompt":"a"}""", "audio", "audio")]
    [InlineData("text_to_video", "gen4.5", """{"prompt":"a"}""", "video", "video")]
    [InlineData("video_to_video", "gemini_omni_flash", """{"prompt":"a"}""", "video,reference_audio", "reference_audio")]
    [InlineData("video_to_video", "aleph2", """{"prompt":"a"}""", "video,keyframe_images", "keyframe_seconds")]
    [InlineData("video_to_video", "aleph2", """{"keyframe_seconds":[1],"keyframe_positions":[0.5]}""", "video,keyframe_images", "keyframe_seconds")]
    [InlineData("video_to_video", "aleph2", """{"keyframe_seconds":[1,2]}""", "video,keyframe_images", "keyframe_seconds")]
    [InlineData("video_to_video", "aleph2", """{"keyframe_seconds":["1"]}""", "video,keyframe_images", "keyframe_seconds")]
    [InlineData("video_to_video", "aleph2", """{"keyframe_seconds":[1]}""", "video", "keyframe_seconds")]
    [InlineData("video_to_video", "aleph2", """{"keyframe_seconds":[1],"keyframe_ranges":[{"start":2,"end":2}]}""", "video,keyframe_images", "keyframe_ranges")]
    [InlineData("video_to_video", "hailuo3", """{"prompt":"a"}""", "video,keyframe_images", "keyframe_images")]
    [InlineData("text_to_image", "gemini_2.5_flash", """{"prompt":"a","reference_tags":["cat"]}""", "", "reference_tags")]
    [InlineData("text_to_image", "gemini_2.5_flash", """{"prompt":"a","reference_subjects":["human"]}""", "reference_images", "reference_subjects")]
    [InlineData("text_to_image", "seedream5_pro", """{"prompt":"a","reference_tags":["cat"]}""", "reference_images", "reference_tags")]
    public void What_a_model_does_not_take_is_refused_by_our_name(string route, string model, string input, string media, string field)
    {
        var given = media.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, new[] { $"uri:{name}" })).ToArray();
        Should.Throw<InvalidInputException>(() => Map(route, model, input, given)).Field.ShouldBe(field);
    }

    private static IReadOnlyList<RunwayKeyframe>? Aleph(string input, params string[] pictures) =>
        Video("video_to_video", "aleph2", input, ("video", ["v"]), ("keyframe_images", pictures))
            .ShouldBeOfType<RunwaySubmission.VideoToVideo>().Request.Keyframes;

    private static RunwayImageRequest Picture(string model, string input, params string[] pictures) =>
        Map("text_to_image", model, input, ("reference_images", pictures)).ShouldBeOfType<RunwaySubmission.TextToImage>().Request;

    private static RunwaySubmission Video(string route, string model, string input, params (string Name, string[] Uris)[] media) =>
        Map(route, model, input, media);

    private static RunwaySubmission Map(string route, string model, string input, params (string Name, string[] Uris)[] media) =>
        RunwayRequestMapper.Map(
            Requests.Of(
                route == "text_to_image" ? Modality.Image : Modality.Video, model, input, route, [.. media.Select(item => item.Name)]),
            new RunwayMedia { Uris = media.ToDictionary(item => item.Name, item => (IReadOnlyList<string>)item.Uris) });
}
