using System.Text.Json;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Tests.Mapping;

public sealed class InputReaderTests
{
    [Theory]
    [InlineData("""{"duration":5}""", 5)]
    [InlineData("""{"duration":5.0}""", 5)]
    [InlineData("""{"duration":null}""", null)]
    [InlineData("{}", null)]
    public void A_whole_number_may_be_written_with_a_zero_fraction_or_left_out(string input, int? expected) =>
        Read(input).Int32("duration").ShouldBe(expected);

    [Theory]
    [InlineData("""{"duration":5.5}""")]
    [InlineData("""{"duration":"5"}""")]
    [InlineData("""{"duration":3000000000}""")]
    [InlineData("""{"duration":true}""")]
    public void What_is_no_whole_number_is_refused_with_its_name(string input) =>
        Should.Throw<InvalidInputException>(() => Read(input).Int32("duration")).Field.ShouldBe("duration");

    [Fact]
    public void A_seed_above_the_range_of_int_is_kept() =>
        Read("""{"seed":4294967295}""").Integer("seed").ShouldBe(4294967295);

    [Theory]
    [InlineData("1024x576", 1024, 576)]
    [InlineData("1024X576", 1024, 576)]
    public void A_size_is_width_and_height(string size, int width, int height) =>
        Read($$"""{"size":"{{size}}"}""").Size("size").ShouldBe((width, height));

    [Theory]
    [InlineData("1024")]
    [InlineData("x576")]
    [InlineData("1024x")]
    [InlineData("0x576")]
    [InlineData("-1x576")]
    [InlineData("1024x576x3")]
    [InlineData(" 1024x576")]
    public void What_is_no_size_is_refused(string size) =>
        Should.Throw<InvalidInputException>(() => Read($$"""{"size":"{{size}}"}""").Size("size")).Field.ShouldBe("size");

    [Fact]
    public void A_name_that_nobody_read_is_refused()
    {
        var reader = Read("""{"prompt":"a","tiling":true}""");
        reader.Text("prompt");
        var refusal = Should.Throw<InvalidInputException>(() => reader.RefuseRest("core"));
        refusal.Field.ShouldBe("tiling");
        refusal.ToFailure().Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        refusal.ToFailure().Retryable.ShouldBeFalse();
    }

    [Fact]
    public void Names_read_skipped_or_null_are_not_refused()
    {
        var reader = Read("""{"prompt":"a","image":"upl_1","style":null}""");
        reader.Text("prompt");
        reader.Skip("image");
        Should.NotThrow(() => reader.RefuseRest("core"));
    }

    [Fact]
    public void The_rest_is_what_nobody_read()
    {
        var reader = Read("""{"prompt":"a","resolution":"2k","loop":true}""");
        reader.Text("prompt");
        reader.TakeRest().Keys.ShouldBe(["loop", "resolution"]);
        reader.TakeRest().ShouldBeEmpty();
    }

    [Fact]
    public void Wrong_types_are_refused()
    {
        Should.Throw<InvalidInputException>(() => Read("""{"prompt":1}""").Text("prompt"));
        Should.Throw<InvalidInputException>(() => Read("""{"strength":"0.5"}""").Number("strength"));
        Should.Throw<InvalidInputException>(() => Read("""{"audio":"yes"}""").Flag("audio"));
        Should.Throw<InvalidInputException>(() => Read("{}").RequiredText("prompt"));
        Should.Throw<InvalidInputException>(() => Read("[]"));
    }

    private static InputReader Read(string json) => new(JsonDocument.Parse(json).RootElement);
}
