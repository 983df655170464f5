using System.Text.Json;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Generations;

namespace Atelier.Load;

/// <summary>A vendor that accepts at once, is polled twice and delivers 1 KB: no cost of its own, so that ours shows.</summary>
internal sealed class StubVendor : IGenerationProvider, IProviderDirectory
{
    private static readonly byte[] Result = new byte[1024];
    private int _polls;

    public string Name => "stub";

    public ProviderCapabilities Capabilities { get; } = new(new HashSet<Modality> { Modality.Image }, CanCancel: false, CanStreamChat: false, DefaultConcurrency: 1_000_000);

    public IReadOnlyList<string> Names => [Name];

    public ProviderLookup Find(string name, ProviderTarget target) => new ProviderLookup.Found(this);

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<SubmitOutcome>(new SubmitOutcome.Accepted(request.GenerationId, TimeSpan.FromMilliseconds(20)));

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) =>
        Task.FromResult<PollOutcome>(Interlocked.Increment(ref _polls) % 2 == 1
            ? new PollOutcome.Running(null, TimeSpan.FromMilliseconds(20))
            : new PollOutcome.Completed(new ProviderResult([new BytesMediaSource(Result) { ContentType = "application/octet-stream" }])));

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) =>
        Task.FromResult<CancelOutcome>(new CancelOutcome.NotSupported());
}

/// <summary>One model at a flat price, without media, so that only durable execution is measured.</summary>
internal sealed class StubCatalogue(IdFactory ids, TimeProvider time) : IModelCatalogue, IInputValidator, IPricing, IMediaResolver, IArtifactWriter
{
    public const string Model = "stub/picture";

    private static readonly ModelEntry Entry = new()
    {
        Id = Model,
        Name = Model,
        Description = Model,
        Modality = Modality.Image,
        Provider = "stub",
        VendorModel = "picture",
        InputSchema = JsonDocument.Parse("{}").RootElement.Clone(),
        Price = new ModelPrice(PriceUnit.Flat, [new PriceRule(new Dictionary<string, string>(), 1_000_000)], "1"),
        SubmitPolicy = SubmitPolicy.AtMostOnce,
        MediaInputs = new Dictionary<string, MediaInputRule>(),
    };

    public IReadOnlyList<ModelEntry> Models => [Entry];

    public ModelEntry? Find(string id) => id == Model ? Entry : null;

    public IReadOnlyList<string> Suggest(string id) => [];

    public Result<JsonElement> Validate(ModelEntry model, JsonElement input) => input;

    public Result<PriceQuote> Quote(ModelEntry model, JsonElement input, IReadOnlyDictionary<string, IReadOnlyList<Upload>> media) =>
        new PriceQuote(1_000_000, 1_000_000, "1", "{}");

    public long? EstimateCost(string frozenRule, ProviderUsage? usage, int? deliveredCount) => null;

    public long Charge(string frozenRule, ProviderUsage? usage, int deliveredCount) => 1_000_000;

    public Task<Result<ResolvedInput>> ResolveAsync(Caller caller, ModelEntry model, JsonElement input, CancellationToken cancellationToken) =>
        Task.FromResult<Result<ResolvedInput>>(new ResolvedInput(input, new Dictionary<string, IReadOnlyList<Upload>>()));

    public Task<IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>> OpenAsync(Generation generation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<MediaSource>>>(new Dictionary<string, IReadOnlyList<MediaSource>>());

    public Task<Artifact> StoreAsync(Generation generation, int index, MediaSource media, CancellationToken cancellationToken) =>
        Task.FromResult(new Artifact
        {
            Id = ids.New(IdPrefixes.Artifact),
            GenerationId = generation.Id,
            UserId = generation.UserId,
            Book = generation.Book,
            Index = index,
            Kind = "result",
            ContentType = media.ContentType!,
            Bytes = 1024,
            Sha256 = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
            StoreKey = generation.Id,
            CreatedAt = time.GetUtcNow(),
        });
}
