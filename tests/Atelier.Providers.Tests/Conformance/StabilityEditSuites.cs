namespace Atelier.Providers.Tests.Conformance;

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityEraseConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("erase", """{"image":"u","mask":"u","grow_mask":3,"seed":7}""");
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityInpaintConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("inpaint", """{"image":"u","mask":"u","prompt":"a boat","seed":7,"style":"anime"}""");
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityOutpaintConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("outpaint", """{"image":"u","left":64,"down":32,"creativity":0.4,"prompt":"a boat","seed":7}""", 128, 96);
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilitySearchAndReplaceConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("search-and-replace", """{"image":"u","prompt":"a boat","search_prompt":"a car","seed":7}""");
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilitySearchAndRecolorConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("search-and-recolor", """{"image":"u","prompt":"red","select_prompt":"a car","seed":7}""", 128, 96);
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityRemoveBackgroundConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override string ExpectedContentType => "image/webp";

    protected override ProviderRequest CreateRequest() => Request("remove-background", """{"image":"u","format":"webp"}""", 128, 96);
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityUpscaleFastConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override string ExpectedContentType => "image/jpeg";

    protected override ProviderRequest CreateRequest() => Request("upscale-fast", """{"image":"u","format":"jpeg"}""", 128, 96);
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityUpscaleConservativeConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("upscale-conservative", """{"image":"u","prompt":"a boat","creativity":0.3,"seed":7}""");
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityControlSketchConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("control-sketch", """{"image":"u","prompt":"a boat","control_strength":0.3,"seed":7}""", 128, 96);
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityControlStructureConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("control-structure", """{"image":"u","prompt":"a boat","control_strength":0.3,"seed":7}""", 128, 96);
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityControlStyleConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("control-style", """{"image":"u","prompt":"a boat","aspect_ratio":"3:2","fidelity":0.3,"seed":7}""");
}

[ConformanceOf(typeof(Providers.Stability.StabilityProvider))]
public sealed class StabilityControlStyleTransferConformance(ConformanceHost host) : StabilityEditConformance(host)
{
    protected override ProviderRequest CreateRequest() => Request("control-style-transfer", """{"image":"u","style_image":"u","style_strength":0.3,"seed":7}""");
}
