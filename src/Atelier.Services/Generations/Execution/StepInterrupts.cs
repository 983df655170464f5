using System.Collections.Concurrent;

namespace Atelier.Services.Generations.Execution;

/// <summary>Lets somebody outside break off the step that a generation is in.</summary>
internal sealed class StepInterrupts
{
    private readonly ConcurrentDictionary<string, Scope> _scopes = new(StringComparer.Ordinal);

    /// <summary>Marks that a step begins; dispose the scope at its end.</summary>
    public Scope Begin(string generationId)
    {
        var scope = new Scope(this, generationId);
        _scopes[generationId] = scope;
        return scope;
    }

    /// <summary>Cancelled when the step that is under way shall be broken off; never cancelled when none is.</summary>
    public CancellationToken TokenFor(string generationId) =>
        _scopes.TryGetValue(generationId, out var scope) ? scope.Token : CancellationToken.None;

    /// <summary>Breaks off the step that is under way, if there is one.</summary>
    public void Interrupt(string generationId)
    {
        if (_scopes.TryGetValue(generationId, out var scope))
        {
            scope.Cancel();
        }
    }

    /// <summary>One step.</summary>
    internal sealed class Scope(StepInterrupts owner, string generationId) : IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private readonly Lock _gate = new();
        private bool _disposed;

        public CancellationToken Token => _source.Token;

        public void Cancel()
        {
            lock (_gate)
            {
                if (!_disposed)
                {
                    _source.Cancel();
                }
            }
        }

        public void Dispose()
        {
            owner._scopes.TryRemove(new KeyValuePair<string, Scope>(generationId, this));
            lock (_gate)
            {
                _disposed = true;
                _source.Dispose();
            }
        }
    }
}
