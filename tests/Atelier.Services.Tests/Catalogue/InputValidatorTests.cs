using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Services.Catalogue;
using CsCheck;

namespace Atelier.Services.Tests.Catalogue;

public sealed class InputValidatorTests
{
    [Theory]
    [InlineData("stability/core", "{}", "input.prompt", "missing")]
    [InlineData("stability/core", """{"prompt":null}""", "input.prompt", "missing")]
    [InlineData("stability/core", """{"prompt":""}""", "input.prompt", "too_short")]
    [InlineData("stability/core", """{"prompt":"  \n "}""", "input.prompt", "too_short")]
    [InlineData("stability/core", """{"prompt":5}""", "input.prompt", "wrong_type")]
    [InlineData("stability/core", """{"prompt":"x","seed":-1}""", "input.seed", "out_of_range")]
    [InlineData("stability/core", """{"prompt":"x","seed":4294967295}""", "input.seed", "out_of_range")]
    [InlineData("stability/core", """{"prompt":"x","seed":99999999999999999999999999}""", "input.seed", "out_of_range")]
    [InlineData("stability/core", """{"prompt":"x","seed":1.5}""", "input.seed", "wrong_type")]
    [InlineData("stability/core", """{"prompt":"x","seed":"5"}""", "input.seed", "wrong_type")]
    [InlineData("stability/core", """{"prompt":"x","seed":true}""", "input.seed", "wrong_type")]
    [InlineData("stability/core", """{"prompt":"x","aspect_ratio":"7:3"}""", "input.aspect_ratio", "not_offered")]
    [InlineData("stability/core", """{"prompt":"x","aspect_ratio":1}""", "input.aspect_ratio", "wrong_type")]
    [InlineData("stability/core", """{"prompt":"x","aspect":"1:1"}""", "input.aspect", "unknown_parameter")]
    [InlineData("stability/core", """{"prompt":"x","size":"1024x1024"}""", "input.size", "unknown_parameter")]
    [InlineData("stability/core", """{"prompt":"a","prompt":"b"}""", "input.prompt", "malformed")]
    [InlineData("stability/core", """{"prompt":"a\ud800"}""", "input.prompt", "malformed")]
    [InlineData("stability/core", """{"prompt":"a\u0000"}""", "input.prompt", "malformed")]
    [InlineData("stability/core", """["prompt"]""", "input", "wrong_type")]
    [InlineData("stability/core", "null", "input", "wrong_type")]
    [InlineData("stability/sdxl", """{"prompt":"x","steps":9}""", "input.steps", "out_of_range")]
    [InlineData("stability/sdxl", """{"prompt":"x","cfg_scale":35.1}""", "input.cfg_scale", "out_of_range")]
    [InlineData("stability/ultra", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", "input.strength", "missing")]
    [InlineData("stability/ultra", """{"prompt":"x","strength":0.5}""", "input.image", "missing")]
    [InlineData("stability/ultra", """{"prompt":"x","image":"cat.png","strength":0.5}""", "input.image", "malformed")]
    [InlineData("stability/sd3.5-large", """{"prompt":"x","image":"upl_01jd0000000000000000000000","strength":0.5,"aspect_ratio":"1:1"}""", "input.aspect_ratio", "not_allowed_together")]
    [InlineData("runway/gen4.5", """{"prompt":"x","size":"960x960"}""", "input.size", "not_offered")]
    [InlineData("runway/gen4.5", """{"prompt":"x","duration":11}""", "input.duration", "out_of_range")]
    [InlineData("runway/veo3.1", """{"image":"upl_01jd0000000000000000000000","duration":5}""", "input.duration", "not_offered")]
    [InlineData("runway/veo3.1", """{"duration":4}""", "input.prompt", "missing")]
    [InlineData("runway/gen4.5", """{"prompt":"x","proresProfile":"422"}""", "input.format", "not_offered")]
    [InlineData("runway/gen4.5", """{"prompt":"x","format":"hdr_prores","proresProfile":"4444 XQ"}""", "input.proresProfile", "not_offered")]
    [InlineData("runway/hailuo3", """{"prompt":"x","aspect_ratio":"adaptive"}""", "input.aspect_ratio", "not_offered")]
    [InlineData("runway/grok_imagine_1_5", """{"prompt":"x","reference_audio":["upl_01jd0000000000000000000000"]}""", "input.reference_images", "missing")]
    [InlineData("runway/grok_imagine_1_5", """{"prompt":"x","resolution":"1080p","reference_images":["upl_01jd0000000000000000000000"]}""", "input.resolution", "not_offered")]
    [InlineData("runway/aleph2", """{"video":"upl_01jd0000000000000000000000","keyframe_images":["upl_01jd0000000000000000000001"]}""", "input.keyframe_seconds", "missing")]
    [InlineData("runway/gen4_image", """{"prompt":"x","reference_images":["upl_01jd0000000000000000000000"],"reference_tags":["1st"]}""", "input.reference_tags[0]", "malformed")]
    [InlineData("stability/relight", """{"image":"upl_01jd0000000000000000000000"}""", "input.background_prompt", "missing")]
    [InlineData("runway/veo3.1", """{"prompt":"x","last_image":"upl_01jd0000000000000000000000"}""", "input.image", "missing")]
    [InlineData("openai/gpt-image-2", """{"prompt":"x","image":"upl_01jd0000000000000000000000"}""", "input.image", "wrong_type")]
    [InlineData("openai/gpt-image-2", """{"prompt":"x","image":[]}""", "input.image", "too_short")]
    [InlineData("openai/gpt-image-2", """{"prompt":"x","image":["nope"]}""", "input.image[0]", "malformed")]
    [InlineData("openai/gpt-image-2", """{"prompt":"x","background":"transparent","format":"jpeg"}""", "input.format", "not_offered")]
    [InlineData("openai/gpt-image-2", """{"prompt":"x","output_compression":50}""", "input.output_compression", "out_of_range")]
    [InlineData("openai/gpt-image-2", """{"prompt":"x","input_fidelity":"high"}""", "input.input_fidelity", "unknown_parameter")]
    [InlineData("openai/gpt-image-1.5", """{"prompt":"x","input_fidelity":"high"}""", "input.image", "missing")]
    [InlineData("bfl/flux-2-pro", """{"prompt":"x","safety_tolerance":3,"image":"upl_01jd0000000000000000000000"}""", "input.safety_tolerance", "out_of_range")]
    [InlineData("google/gemini-2.5-flash-image", """{"prompt":"x","aspect_ratio":"2:1"}""", "input.aspect_ratio", "not_offered")]
    [InlineData("google/gemini-2.5-flash-image", """{"prompt":"x","count":2}""", "input.count", "unknown_parameter")]
    [InlineData("doubao/seedream-4.0", """{"prompt":"x","sequential_image_generation":"always"}""", "input.sequential_image_generation", "not_offered")]
    [InlineData("openai/whisper-1", """{"audio":"https://example.org/a.mp3","include":["logprobs"]}""", "input.include", "unknown_parameter")]
    [InlineData("openai/whisper-1", """{"audio":"https://example.org/a.mp3","language":"english"}""", "input.language", "malformed")]
    [InlineData("openai/gpt-5.4-mini", """{"messages":[]}""", "input.messages", "too_short")]
    [InlineData("openai/gpt-5.4-mini", """{"messages":[{"role":"boss","content":"x"}]}""", "input.messages[0].role", "not_offered")]
    [InlineData("openai/gpt-5.4-mini", """{"messages":[{"content":"x"}]}""", "input.messages[0].role", "missing")]
    [InlineData("openai/gpt-5.4-mini", """{"messages":[{"role":"user","content":5}]}""", "input.messages[0].content", "wrong_type")]
    [InlineData("openai/gpt-5.4-mini", """{"messages":["hi"]}""", "input.messages[0]", "wrong_type")]
    [InlineData("openai/gpt-5.4-mini", """{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "input.max_tokens", "out_of_range")]
    [InlineData("openai/gpt-5.4-mini", """{"messages":[{"role":"user","content":"x"}],"tool_choice":"auto"}""", "input.tools", "missing")]
    public void Each_problem_names_its_field_and_code(string model, string input, string field, string code)
    {
        var error = ShippedCatalogue.Validate(model, input).Error;

        error.ShouldNotBeNull();
        error.Kind.ShouldBe(ErrorKind.Invalid);
        error.Problems.ShouldHaveSingleItem();
        (error.Field, error.Code).ShouldBe((field, code));
    }

    [Fact]
    public void Messages_tell_what_is_allowed()
    {
        Message("stability/core", """{"prompt":"x","format":"gif"}""").ShouldBe("It must be one of png, jpeg, webp.");
        Message("stability/core", """{"prompt":"x","negativ_prompt":"y"}""").ShouldStartWith("There is no such parameter. Perhaps 'negative_prompt' is meant. Known here: aspect_ratio, format,");
        Message("stability/sdxl", """{"prompt":"x","steps":151}""").ShouldBe("It must be a whole number from 10 to 150.");
        Message("stability/sdxl", """{"prompt":"x","count":"two"}""").ShouldBe("It must be a whole number.");
        Message("runway/veo3.1", """{"prompt":"x","duration":5}""").ShouldBe("It must be one of 4, 6, 8.");
        Message("runway/gen4_turbo", $$"""{"image":"https://example.org/a.png","prompt":"{{new string('x', 1001)}}"}""").ShouldBe("It must have at most 1000 characters, not 1001.");
        Message("openai/gpt-5.4-mini", """{"messages":"hi"}""").ShouldBe("It must be a list.");
        Message("openai/gpt-5.4-mini", """{"messages":[{"role":"user","content":5}]}""").ShouldContain("text");
        Message("openai/whisper-1", """{"audio":"https://example.org/a.mp3","language":"EN"}""").ShouldContain("ISO 639-1");
    }

    [Fact]
    public void Every_problem_is_reported_at_once()
    {
        var error = ShippedCatalogue.Validate("stability/sdxl", """{"steps":1,"cfg_scale":99,"sise":"1x1","style":"ugly"}""").Error!;

        error.Problems.Select(problem => (problem.Field, problem.Code)).ShouldBe(
            [("input.prompt", "missing"), ("input.steps", "out_of_range"), ("input.cfg_scale", "out_of_range"),
                ("input.sise", "unknown_parameter"), ("input.style", "not_offered")],
            ignoreOrder: true);
        (error.Field, error.Code).ShouldBe((error.Problems[0].Field, error.Problems[0].Code));
    }

    [Fact]
    public void Defaults_are_filled_in_and_null_counts_as_absent()
    {
        ShippedCatalogue.Valid("stability/sdxl", """{"count":null,"prompt":"x","style":null}""").GetRawText()
            .ShouldBe("""{"prompt":"x","size":"1024x1024","count":1,"seed":0,"cfg_scale":7,"steps":30}""");
    }

    [Fact]
    public void Defaults_that_do_not_go_with_what_is_given_are_left_out()
    {
        ShippedCatalogue.Valid("stability/sd3.5-large", """{"prompt":"x","image":"https://example.org/a.png","strength":0.5}""")
            .TryGetProperty("aspect_ratio", out _).ShouldBeFalse();
        var still = ShippedCatalogue.Valid("runway/happyhorse_1_0", """{"prompt":"xy"}""");
        still.TryGetProperty("resolution", out _).ShouldBeFalse();
        still.GetProperty("size").GetString().ShouldBe("1280x720");
        var moved = ShippedCatalogue.Valid("runway/happyhorse_1_0", """{"prompt":"xy","image":"https://example.org/a.png"}""");
        moved.GetProperty("resolution").GetString().ShouldBe("720p");
        moved.TryGetProperty("size", out _).ShouldBeFalse();
        ShippedCatalogue.Valid("openai/gpt-5.4-mini", """{"messages":[{"role":"user","content":"x"}],"max_tokens":5}""")
            .TryGetProperty("max_completion_tokens", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("5.0")]
    [InlineData("5e0")]
    [InlineData("50e-1")]
    public void Whole_numbers_are_whole_however_they_are_written(string number) =>
        ShippedCatalogue.Valid("runway/gen4.5", $$"""{"prompt":"x","duration":{{number}}}""").GetProperty("duration").GetRawText().ShouldBe("5");

    [Theory]
    [InlineData("upl_01jd0000000000000000000000")]
    [InlineData("art_01jd0000000000000000000000")]
    [InlineData("https://example.org/a.png?x=1")]
    [InlineData("data:image/png;base64,AAAA")]
    public void Media_may_be_named_in_four_ways(string reference) =>
        ShippedCatalogue.Validate("runway/gen4_turbo", JsonSerializer.Serialize(new { image = reference })).IsOk.ShouldBeTrue();

    [Theory]
    [InlineData("upl_1")]
    [InlineData("gen_01jd0000000000000000000000")]
    [InlineData("ftp://example.org/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@example.org/a.png")]
    [InlineData("data:image/png,AAAA")]
    [InlineData("data:;base64,AAAA")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void Anything_else_is_no_media(string reference) =>
        ShippedCatalogue.Validate("runway/gen4_turbo", JsonSerializer.Serialize(new { image = reference })).Error!.Code.ShouldBe("malformed");

    [Fact]
    public void Nothing_that_is_JSON_makes_it_throw()
    {
        var models = ShippedCatalogue.Models.ToArray();
        Gen.Select(JsonGen.Pick(models), JsonGen.Any).Sample(
            (model, json) => ShippedCatalogue.Validator.Validate(model, ShippedCatalogue.Json(json)).IsOk.ShouldBeFalse(),
            iter: 2_000);
    }

    [Fact]
    public void Nothing_in_the_place_of_a_known_input_makes_it_throw()
    {
        var places = ShippedCatalogue.Models
            .SelectMany(model => model.InputSchema.GetProperty("properties").EnumerateObject().Select(property => (Model: model, property.Name)))
            .ToArray();
        Gen.Select(JsonGen.Pick(places), JsonGen.Any).Sample(
            (place, json) =>
            {
                var input = JsonNode.Parse(ShippedCatalogue.SmallestInput(place.Model))!.AsObject();
                input.Remove(place.Name);
                var text = input.ToJsonString();
                text = $"{text[..^1]}{(text.Length > 2 ? "," : "")}{JsonSerializer.Serialize(place.Name)}:{json}}}";
                var result = ShippedCatalogue.Validator.Validate(place.Model, ShippedCatalogue.Json(text));
                result.Error?.Problems.ShouldNotBeEmpty();
                if (result.IsOk)
                {
                    ShippedCatalogue.Validator.Validate(place.Model, result.Value).Value.GetRawText().ShouldBe(result.Value.GetRawText());
                }
            },
            iter: 10_000);
    }

    private static string Message(string model, string input) => ShippedCatalogue.Validate(model, input).Error!.Problems[0].Message;
}
