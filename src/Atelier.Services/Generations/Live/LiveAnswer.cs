using System.Threading.Channels;

namespace Atelier.Services.Generations;

/// <summary>
/// Hands a result to its caller while it is still being made: pieces of a chat answer, or the bytes of speech. Given with a
/// <see cref="GenerationCommand"/>; the generation is as durable as any other, and goes on when the caller leaves. Only the first attempt that
/// gets as far as a piece is heard; what comes of the generation is told by the generation itself, never by this.
/// </summary>
/// <param name="previews">
/// How many unfinished results are wanted, such as pictures half made or the next words of a transcript; zero to hear the result itself.
/// </param>
public sealed class LiveAnswer(int previews = 0)
{
    // Beyond this a caller is too slow to be waited for; the store has the rest. An unfinished picture is one piece of some megabytes.
    private readonly long _mostHeldBytes = previews == 0 ? 1024 * 1024 : 32 * 1024 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _pieces =
        Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _held;
    private int _taken;
    private volatile bool _left;

    /// <summary>How many unfinished results are wanted; zero when the result itself is.</summary>
    public int Previews => previews;

    /// <summary>Completes when the first attempt has something to hand over. Never completes when none does: watch the generation too.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Whether every piece was handed over. Read it after <see cref="ReadAsync"/> has ended; otherwise the store has the whole result.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The pieces, as they come. Ends when there are no more, when the answer broke off or when the caller fell too far behind.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var piece in _pieces.Reader.ReadAllAsync(cancellationToken))
        {
            Interlocked.Add(ref _held, -piece.Length);
            yield return piece;
            _heard.TrySetResult();
        }
    }

    /// <summary>The caller is gone: nothing more is kept for it.</summary>
    public void Leave()
    {
        _left = true;
        OnLeave?.Invoke();
        _heard.TrySetResult();
        _pieces.Writer.TryComplete();
        while (_pieces.Reader.TryRead(out _))
        {
            // Dropped.
        }
    }

    /// <summary>Told when the caller leaves.</summary>
    internal Action? OnLeave { get; set; }

    /// <summary>Completes when the caller has done with the first piece and asks for more, when it leaves, and when nothing more comes.</summary>
    internal Task Heard => _heard.Task;

    /// <summary>Whether an attempt has taken it already, or the caller has left.</summary>
    internal bool IsSpent => _left || Volatile.Read(ref _taken) != 0;

    /// <summary>Takes it for one attempt; <see langword="false"/> when an earlier one has.</summary>
    internal bool TryBegin()
    {
        if (_left || Interlocked.Exchange(ref _taken, 1) != 0)
        {
            return false;
        }

        _begun.TrySetResult();
        return true;
    }

    /// <summary>Hands a piece over; it must not change afterwards.</summary>
    internal void Write(ReadOnlyMemory<byte> piece)
    {
        if (Interlocked.Add(ref _held, piece.Length) > _mostHeldBytes)
        {
            _pieces.Writer.TryComplete();
        }

        _pieces.Writer.TryWrite(piece);
    }

    /// <summary>There are no more pieces.</summary>
    internal void Complete()
    {
        IsWhole = _pieces.Writer.TryComplete();
        _heard.TrySetResult();
    }

    /// <summary>The answer broke off.</summary>
    internal void Break()
    {
        _pieces.Writer.TryComplete();
        _heard.TrySetResult();
    }
}
