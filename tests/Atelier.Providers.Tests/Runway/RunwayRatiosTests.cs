using Atelier.Providers.Runway;

namespace Atelier.Providers.Tests.Runway;

public sealed class RunwayRatiosTests
{
    [Theory]
    [InlineData("gen4_turbo", "16:9", "1280:720")]
    [InlineData("gen4_turbo", "9:16", "720:1280")]
    [InlineData("gen4_turbo", "1:1", "960:960")]
    [InlineData("gen4_turbo", "3:4", "832:1104")]
    [InlineData("gen4_turbo", "21:9", "1584:672")]
    [InlineData("veo3.1", "16:9", "1280:720")]
    [InlineData("hailuo3", "16:9", "16:9")]
    [InlineData("gen4_turbo", "3:2", null)]
    [InlineData("veo3.1", "1:1", null)]
    [InlineData("gen4_turbo", "0:9", null)]
    [InlineData("gen4_turbo", "16:9:1", null)]
    [InlineData("h3_max", "16:9", null)]
    public void The_nearest_offered_ratio_is_taken(string model, string wanted, string? expected) =>
        RunwayRatios.Nearest(wanted, RunwayModels.Find(RunwayEndpoint.ImageToVideo, model).Ratios).ShouldBe(expected);

    [Theory]
    [InlineData("16:9")]
    [InlineData("9:16")]
    [InlineData("1:1")]
    [InlineData("4:3")]
    [InlineData("3:4")]
    [InlineData("21:9")]
    public void Pictures_come_in_every_usual_shape(string shape)
    {
        foreach (var model in new[] { "gen4_image", "gemini_2.5_flash" })
        {
            RunwayRatios.Nearest(shape, RunwayModels.Find(RunwayEndpoint.TextToImage, model).Ratios).ShouldNotBeNull($"{model} {shape}");
        }
    }
}
