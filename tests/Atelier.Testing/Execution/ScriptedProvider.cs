using System.Collections.Concurrent;
using System.Text;
using Atelier.Providers;

namespace Atelier.Testing.Execution;

/// <summary>A provider that does what a test says and counts what it was asked. Without a script it completes at once with one text file.</summary>
public sealed class ScriptedProvider : IGenerationProvider
{
    private readonly ConcurrentQueue<Func<ProviderRequest, CancellationToken, Task<SubmitOutcome>>> _submits = new();
    private readonly ConcurrentQueue<Func<ProviderTask, CancellationToken, Task<PollOutcome>>> _polls = new();

    public string Name => "scripted";

    public ProviderCapabilities Capabilities { get; } =
        new(Enum.GetValues<Modality>().ToHashSet(), CanCancel: true, CanStreamChat: false);

    /// <summary>Every submission, in order.</summary>
    public ConcurrentQueue<ProviderRequest> Submissions { get; } = new();

    /// <summary>Every poll, in order.</summary>
    public ConcurrentQueue<ProviderTask> Polls { get; } = new();

    /// <summary>Every request to stop, in order.</summary>
    public ConcurrentQueue<ProviderTask> Cancels { get; } = new();

    /// <summary>What <see cref="SubmitAsync"/> answers when its script is empty.</summary>
    public Func<ProviderRequest, SubmitOutcome> DefaultSubmit { get; set; } = _ => Delivered("result");

    /// <summary>What <see cref="PollAsync"/> answers when its script is empty.</summary>
    public Func<ProviderTask, PollOutcome> DefaultPoll { get; set; } = _ => new PollOutcome.Completed(Result("result"));

    /// <summary>What <see cref="CancelAsync"/> answers.</summary>
    public Func<ProviderTask, CancelOutcome> OnCancel { get; set; } = _ => new CancelOutcome.Cancelled();

    public static ProviderResult Result(params string[] texts) =>
        new([.. texts.Select(t => (MediaSource)new BytesMediaSource(Encoding.UTF8.GetBytes(t)) { ContentType = "text/plain" })]);

    public static SubmitOutcome Delivered(params string[] texts) => new SubmitOutcome.Completed(Result(texts));

    public static SubmitOutcome Accepted(string taskId) => new SubmitOutcome.Accepted(taskId, TimeSpan.FromSeconds(1));

    public static ProviderFailure Failure(ProviderFailureKind kind, bool retryable = false) =>
        new(kind, $"scripted {kind}") { Retryable = retryable };

    public ScriptedProvider OnSubmit(SubmitOutcome outcome) => OnSubmit((_, _) => Task.FromResult(outcome));

    public ScriptedProvider OnSubmit(Func<ProviderRequest, CancellationToken, Task<SubmitOutcome>> act)
    {
        _submits.Enqueue(act);
        return this;
    }

    public ScriptedProvider OnPoll(PollOutcome outcome) => OnPoll((_, _) => Task.FromResult(outcome));

    public ScriptedProvider OnPoll(Func<ProviderTask, CancellationToken, Task<PollOutcome>> act)
    {
        _polls.Enqueue(act);
        return this;
    }

    /// <summary>Forgets what was scripted and not yet used.</summary>
    public void ForgetScript()
    {
        _submits.Clear();
        _polls.Clear();
    }

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        Submissions.Enqueue(request);
        return _submits.TryDequeue(out var act) ? act(request, cancellationToken) : Task.FromResult(DefaultSubmit(request));
    }

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        Polls.Enqueue(task);
        return _polls.TryDequeue(out var act) ? act(task, cancellationToken) : Task.FromResult(DefaultPoll(task));
    }

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken)
    {
        Cancels.Enqueue(task);
        return Task.FromResult(OnCancel(task));
    }
}

/// <summary>Finds one provider under every name, or says that a setting is missing.</summary>
public sealed class SingleProviderDirectory(IGenerationProvider provider) : IProviderDirectory
{
    /// <summary>When set, every look-up says that this setting is missing.</summary>
    public string? MissingSetting { get; set; }

    public IReadOnlyList<string> Names => [provider.Name];

    public ProviderLookup Find(string name, ProviderTarget target) =>
        MissingSetting is { } setting ? new ProviderLookup.NotConfigured(setting) : new ProviderLookup.Found(provider);
}
