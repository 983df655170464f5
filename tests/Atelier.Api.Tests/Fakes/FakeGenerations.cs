using System.Collections.Concurrent;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Fakes;

/// <summary>Generations in memory. What happens to them is told by the test with <see cref="Move"/>.</summary>
internal sealed class FakeGenerations(TimeProvider time, FakeSignals signals) : IGenerationService, IGenerationReader, IRepeatedRequests
{
    private readonly ConcurrentDictionary<string, Generation> rows = new();
    private readonly ConcurrentDictionary<string, string> idempotent = new();
    private readonly List<GenerationEvent> events = [];
    private readonly Lock gate = new();

    /// <summary>What the API asked for last.</summary>
    public GenerationCommand? LastCommand { get; private set; }

    /// <summary>The filter the API listed with last.</summary>
    public GenerationQuery? LastQuery { get; private set; }

    /// <summary>How long the API waited last.</summary>
    public TimeSpan? LastWait { get; private set; }

    /// <summary>What a wait finds; by default nothing has changed.</summary>
    public Action<string>? OnWait { get; set; }

    /// <summary>What a wait waits for before it looks.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    /// <summary>What a create throws, to see faults through the API.</summary>
    public Exception? Fault { get; set; }

    public Artifact? NextArtifact { get; set; }

    /// <summary>What a completed generation holds, when it is more than one.</summary>
    public IReadOnlyList<Artifact>? NextArtifacts { get; set; }

    public int Count => rows.Count;

    public Generation Row(string id) => rows[id];

    public void Move(string id, GenerationState state, GenerationError? error = null)
    {
        var row = rows[id] with { State = state, Version = rows[id].Version + 1, Error = error };
        rows[id] = state.IsFinished() ? row with { CompletedAt = time.GetUtcNow(), HeldMicro = 0 } : row;
        Append(rows[id], $"generation.{state.ToWire()}");
        signals.Committed(id, row.UserId);
    }

    public Task<Result<CreatedGeneration>> CreateAsync(Caller caller, GenerationCommand command, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }

        LastCommand = command;
        if (command.Model != FakeCatalogue.ModelId)
        {
            return Task.FromResult<Result<CreatedGeneration>>(
                new ServiceError(ErrorKind.NotFound, "model_not_found", "There is no such model.", "model"));
        }

        if (command.IdempotencyKey is { } key && idempotent.TryGetValue(key, out var known))
        {
            return Task.FromResult<Result<CreatedGeneration>>(new CreatedGeneration(View(rows[known]), true));
        }

        var row = NewRow(caller, command);
        rows[row.Id] = row;
        Append(row, "generation.queued");
        if (command.IdempotencyKey is { } fresh)
        {
            idempotent[fresh] = row.Id;
        }

        return Task.FromResult<Result<CreatedGeneration>>(new CreatedGeneration(View(row), false));
    }

    public Task ForgetAsync(Caller caller, string key, string generationId, CancellationToken cancellationToken)
    {
        idempotent.TryRemove(new KeyValuePair<string, string>(key, generationId));
        return Task.CompletedTask;
    }

    public Task<Result<QuoteView>> QuoteAsync(Caller caller, GenerationCommand command, CancellationToken cancellationToken) =>
        Task.FromResult<Result<QuoteView>>(new QuoteView(FakeCatalogue.Model, new PriceQuote(3_500_000, 3_000_000, "v1", "{}"), 2_000_000));

    public Task<Result<GenerationView>> GetAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Find(caller, id) is { } row ? View(row) : (Result<GenerationView>)NotFound);

    public async Task<Result<GenerationView>> WaitAsync(Caller caller, string id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        LastWait = atMost;
        await Held.WaitAsync(cancellationToken);
        OnWait?.Invoke(id);
        cancellationToken.ThrowIfCancellationRequested();
        return await GetAsync(caller, id, cancellationToken);
    }

    public Task<Result<Page<GenerationView>>> ListAsync(Caller caller, GenerationQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        var found = rows.Values.Where(row => query.UserId is null || row.UserId == query.UserId).OrderByDescending(row => row.Id, StringComparer.Ordinal).ToList();
        var page = found.Take(query.Limit).Select(View).ToList();
        return Task.FromResult<Result<Page<GenerationView>>>(
            new Page<GenerationView>(page, found.Count > query.Limit ? page[^1].Generation.Id : null));
    }

    public Task<Result<GenerationView>> CancelAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (Find(caller, id) is not { } row)
        {
            return Task.FromResult<Result<GenerationView>>(NotFound);
        }

        if (row.State.IsFinished())
        {
            return Task.FromResult<Result<GenerationView>>(new ServiceError(ErrorKind.Conflict, "already_finished", "It has finished already."));
        }

        Move(id, GenerationState.Cancelled);
        return GetAsync(caller, id, cancellationToken);
    }

    public Task<Result<bool>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Find(caller, id) is not null && rows.TryRemove(id, out _) ? true : (Result<bool>)NotFound);

    public Task<Result<CreatedGeneration>> RetryAsync(Caller caller, string id, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (Find(caller, id) is not { } row)
        {
            return Task.FromResult<Result<CreatedGeneration>>(NotFound);
        }

        return CreateAsync(caller, new GenerationCommand { Model = row.Model, Input = row.Input, IdempotencyKey = idempotencyKey }, cancellationToken);
    }

    public Task<Result<IReadOnlyList<Attempt>>> AttemptsAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (Find(caller, id) is not { } row)
        {
            return Task.FromResult<Result<IReadOnlyList<Attempt>>>(NotFound);
        }

        return Task.FromResult(Result.Ok<IReadOnlyList<Attempt>>(
        [
            new Attempt
            {
                Id = "att_1", GenerationId = id, Number = 1, Provider = row.Provider, VendorModel = row.VendorModel,
                State = AttemptState.Refused, FailureKind = ProviderFailureKind.RateLimited, StartedAt = row.CreatedAt,
            },
        ]));
    }

    public Task<Result<GenerationView>> ResolveUnknownAsync(
        Caller caller, string id, string? vendorTaskId, CancellationToken cancellationToken)
    {
        Move(id, vendorTaskId is null ? GenerationState.Failed : GenerationState.Running);
        return GetAsync(caller, id, cancellationToken);
    }

    Task<Page<Generation>> IGenerationReader.ListAsync(GenerationQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ILookup<string, Artifact>> ArtifactsOfAsync(IReadOnlyCollection<string> generationIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Attempt>> AttemptsOfAsync(string generationId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<GenerationEvent>> EventsAfterAsync(EventQuery query, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<GenerationEvent>>(
            [
                .. events.Where(next => next.Sequence > query.AfterSequence
                    && (query.GenerationId is null || next.GenerationId == query.GenerationId)
                    && (query.UserId is null || next.UserId == query.UserId)
                    && (query.Book is null || next.Book == query.Book)).Take(query.Limit),
            ]);
        }
    }

    public Task<long> LastSequenceAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult((long)events.Count);
        }
    }

    public Task<int> QueuePositionAsync(Generation generation, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IGenerationReader.DeleteAsync(string generationId, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static ServiceError NotFound { get; } = new(ErrorKind.NotFound, "generation_not_found", "There is no such generation.");

    private Generation? Find(Caller caller, string id) =>
        rows.TryGetValue(id, out var row) && (caller.IsOperator || row.UserId == caller.UserId) ? row : null;

    private GenerationView View(Generation row) =>
        new(row, row.State == GenerationState.Completed ? NextArtifacts ?? (NextArtifact is { } made ? [made] : []) : [], row.State == GenerationState.Queued ? 0 : null);

    private void Append(Generation row, string type)
    {
        lock (gate)
        {
            events.Add(new GenerationEvent(
                events.Count + 1, row.Id, row.UserId, row.Book, type,
                JsonSerializer.SerializeToElement(new { status = row.State.ToWire() }), time.GetUtcNow()));
        }
    }

    private Generation NewRow(Caller caller, GenerationCommand command) => new()
    {
        Id = $"gen_{rows.Count + 1:d4}_{Guid.NewGuid():n}",
        UserId = caller.UserId,
        KeyId = caller.KeyId,
        Book = caller.Book,
        Model = command.Model,
        Modality = Modality.Image,
        Provider = "stability",
        VendorModel = "core",
        State = GenerationState.Queued,
        Version = 1,
        Input = command.Input,
        Metadata = command.Metadata ?? JsonSerializer.SerializeToElement(new { }),
        SubmitPolicy = SubmitPolicy.AtLeastOnce,
        PriceRule = "{}",
        QuotedMicro = 3_500_000,
        HeldMicro = 3_500_000,
        Deadline = time.GetUtcNow().AddHours(1),
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };
}
