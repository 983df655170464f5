using System.Threading.Channels;
using Atelier.Services.Generations;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Persistence.Writing;

/// <summary>
/// Collects operations and hands them on in groups: whatever is waiting when a commit ends becomes the next transaction. Nothing waits for a
/// group to fill, so a lone operation is as quick as without grouping.
/// </summary>
internal sealed partial class WriteQueue : IAsyncDisposable
{
    private readonly Channel<WriteOperation> _waiting = Channel.CreateUnbounded<WriteOperation>();
    private readonly int _maxBatch;
    private readonly Func<IReadOnlyList<WriteOperation>, CancellationToken, Task> _write;
    private readonly IGenerationSignals _signals;
    private readonly ILogger<WriteQueue> _logger;
    private readonly Task _loops;

    /// <param name="loops">How many groups are written side by side.</param>
    /// <param name="maxBatch">Largest group.</param>
    /// <param name="write">Writes one group; it settles every operation itself unless it throws, which fails those not yet settled.</param>
    /// <param name="signals">Told after each commit.</param>
    /// <param name="logger">For faults.</param>
    public WriteQueue(
        int loops, int maxBatch, Func<IReadOnlyList<WriteOperation>, CancellationToken, Task> write, IGenerationSignals signals, ILogger<WriteQueue> logger)
    {
        _maxBatch = maxBatch;
        _write = write;
        _signals = signals;
        _logger = logger;
        _loops = Task.WhenAll(Enumerable.Range(0, loops).Select(_ => Task.Run(LoopAsync)));
    }

    public async Task<T> RunAsync<T>(WriteOperation<T> operation)
    {
        using (operation)
        {
            if (!_waiting.Writer.TryWrite(operation))
            {
                throw new ObjectDisposedException(nameof(WriteQueue), "The database writer has been shut down.");
            }

            return await operation.Answer;
        }
    }

    /// <summary>Tells listeners and callers that these operations were committed.</summary>
    public void Settle(IEnumerable<WriteOperation> committed)
    {
        foreach (var operation in committed)
        {
            if (operation.Changed is { } changed)
            {
                Signal(changed.GenerationId, changed.UserId);
            }

            operation.Complete();
        }
    }

    /// <summary>Takes nothing more, writes what is waiting, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loops;
    }

    private async Task LoopAsync()
    {
        var batch = new List<WriteOperation>(_maxBatch);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < _maxBatch && _waiting.Reader.TryRead(out var operation))
            {
                if (operation.TryBegin())
                {
                    batch.Add(operation);
                }
            }

            if (batch.Count > 0)
            {
                await WriteAsync(batch);
            }
        }
    }

    private async Task WriteAsync(List<WriteOperation> batch)
    {
        try
        {
            // Once begun, a group is never given up half-way: its callers wait for the truth.
            await _write(batch, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogGroupFailed(batch.Count, e);
            foreach (var operation in batch)
            {
                operation.Fail(e);
            }
        }
    }

    private void Signal(string generationId, string userId)
    {
        try
        {
            _signals.Committed(generationId, userId);
        }
        catch (Exception e)
        {
            // The rows are committed: a listener's defect must not make the caller believe otherwise.
            LogSignalFailed(generationId, e);
        }
    }
}
