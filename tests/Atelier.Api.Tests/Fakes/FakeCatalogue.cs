using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Catalogue;

namespace Atelier.Api.Tests.Fakes;

/// <summary>Two models: one whose vendor is configured nowhere but in the sandbox, and a retired one.</summary>
internal sealed class FakeCatalogue : IModelCatalogue
{
    public const string ModelId = "stability/core";

    public static ModelEntry Model { get; } = new()
    {
        Id = ModelId,
        Name = "Core",
        Description = "Pictures.",
        Modality = Modality.Image,
        Provider = "stability",
        VendorModel = "core",
        InputSchema = JsonElement.Parse(
            """{"type":"object","properties":{"prompt":{"type":"string"},"count":{"type":"integer"},"image":{"type":"string","x-media":"image"}}}"""),
        Price = new ModelPrice(PriceUnit.Image, [new PriceRule(new Dictionary<string, string> { ["size"] = "large" }, 3_500_000)], "abc"),
        MediaInputs = new Dictionary<string, MediaInputRule> { ["image"] = new("image", 1_000_000_000, 1_000_000_000, false) },
    };

    public IReadOnlyList<ModelEntry> Models { get; } =
    [
        Model,
        Model with { Id = "stability/old", Status = ModelStatus.Retired, StatusNote = "Gone since 2025.", Price = null, Modality = Modality.Video },
    ];

    public ModelEntry? Find(string id) => Models.FirstOrDefault(model => model.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<string> Suggest(string id) => [ModelId];
}

/// <summary>A directory that has a vendor in the sandbox only.</summary>
internal sealed class FakeProviders : IProviderDirectory, IProviderHealthSource
{
    public IReadOnlyList<string> Names => ["stability"];

    public ProviderLookup Find(string name, ProviderTarget target) =>
        target == ProviderTarget.Sandbox ? new ProviderLookup.Found(new Idle()) : new ProviderLookup.NotConfigured("STABILITY_API_KEY");

    public IReadOnlyList<ProviderHealthReport> Report() =>
    [
        new ProviderHealthReport("stability", ProviderTarget.Live, false) { MissingSetting = "STABILITY_API_KEY" },
        new ProviderHealthReport("stability", ProviderTarget.Sandbox, true)
        {
            Pipeline = new ProviderPipelineReport
            {
                Circuits = new Dictionary<string, string> { ["generation"] = "open", ["polling"] = "closed" },
                RequestLimit = 150,
                RequestWindow = TimeSpan.FromSeconds(10),
                Connections = new ProviderConnectionReport(256, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1), Http2: true),
                OpenConnections = 7,
                Keys = [new ProviderKeyReport("k0badc0de", 3, null, 402)],
            },
            RecentFailures = 2, LastFailureKind = ProviderFailureKind.RateLimited, Window = TimeSpan.FromMinutes(5),
        },
    ];

    private sealed class Idle : IGenerationProvider
    {
        public string Name => "stability";

        public ProviderCapabilities Capabilities { get; } = new(new HashSet<Modality> { Modality.Image }, false, false);

        public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
