using System.Collections.Concurrent;
using Atelier.Services.Generations;

namespace Atelier.Testing.Execution;

/// <summary>A gate that grants everything unless a test closes it, and counts what was asked.</summary>
public sealed class FakeGate : IVendorGate
{
    public ConcurrentDictionary<string, int> Acquired { get; } = new();

    public ConcurrentDictionary<string, int> Released { get; } = new();

    public ConcurrentQueue<(string Gate, TimeSpan Duration)> Closings { get; } = new();

    /// <summary>The answer to every request for a lease.</summary>
    public GateAnswer Answer { get; set; } = GateAnswer.Go;

    public Task<GateAnswer> AcquireAsync(string gate, string generationId, CancellationToken cancellationToken)
    {
        Acquired.AddOrUpdate(generationId, 1, (_, n) => n + 1);
        return Task.FromResult(Answer);
    }

    public Task ReleaseAsync(string gate, string generationId, CancellationToken cancellationToken)
    {
        Released.AddOrUpdate(generationId, 1, (_, n) => n + 1);
        return Task.CompletedTask;
    }

    public Task CloseAsync(string gate, TimeSpan duration, CancellationToken cancellationToken)
    {
        Closings.Enqueue((gate, duration));
        return Task.CompletedTask;
    }
}

/// <summary>Remembers which gates are drained.</summary>
public sealed class FakeDrain : IVendorDrain
{
    public ConcurrentDictionary<string, bool> Draining { get; } = new();

    public Task DrainAsync(string gate, CancellationToken cancellationToken)
    {
        Draining[gate] = true;
        return Task.CompletedTask;
    }

    public Task ResumeAsync(string gate, CancellationToken cancellationToken)
    {
        Draining[gate] = false;
        return Task.CompletedTask;
    }

    public Task<VendorGateStatus> StatusAsync(string gate, CancellationToken cancellationToken) =>
        Task.FromResult(new VendorGateStatus(Draining.GetValueOrDefault(gate), 16, 3, 2, null));
}

/// <summary>Nodes by name.</summary>
public sealed class FakeNodes(string current) : INodeDirectory
{
    public string Current { get; set; } = current;

    public IReadOnlyCollection<string> Live => [Current];
}

/// <summary>Remembers what was dispatched; a test runs it when it likes.</summary>
public sealed class RecordingDispatcher : IGenerationDispatcher
{
    public ConcurrentQueue<string> Dispatched { get; } = new();

    public ConcurrentQueue<string> Woken { get; } = new();

    public void Dispatch(string generationId) => Dispatched.Enqueue(generationId);

    public void Wake(string generationId) => Woken.Enqueue(generationId);
}
