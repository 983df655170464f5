namespace Atelier.Providers.Tests.Conformance;

/// <summary>The services that change a picture and answer with it: one suite for each.</summary>
public abstract class StabilityEditConformance(ConformanceHost host) : ProviderConformanceTests(host)
{
    public override string Vendor => "stability";

    public override Modality Modality => Modality.Image;

    protected override string ExpectedContentType => "image/png";

    protected override EmptyAnswer Empty => EmptyAnswer.IsMalformed;

    protected override string ErrorBody(string text) => StabilityBodies.Error(text);

    /// <summary>A request with every media name the route may read.</summary>
    protected ProviderRequest Request(string route, string input, int width = 640, int height = 512) => StabilityBodies.Request(
        Modality, route, route, input, new Dictionary<string, IReadOnlyList<MediaSource>>
        {
            ["image"] = [SampleMedia.Png(width, height)],
            ["mask"] = [SampleMedia.Png(width, height)],
            ["style_image"] = [SampleMedia.Png(256, 256)],
        });
}
