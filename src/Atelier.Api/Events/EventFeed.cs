using System.Runtime.CompilerServices;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;

namespace Atelier.Api.Events;

/// <summary>Follows events as they are committed. Yields <see langword="null"/> after each quiet interval, so that the stream shows it is alive.</summary>
internal sealed class EventFeed(IGenerationReader reader, IGenerationService generations, IGenerationSignals signals)
{
    /// <summary>How long to wait in silence before a heartbeat, and before looking for commits of other nodes.</summary>
    public static TimeSpan QuietInterval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Events of one generation, to its terminal event. Ends at once when that was seen already.</summary>
    public async IAsyncEnumerable<GenerationEvent?> OfGenerationAsync(
        Caller caller, string id, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = signals.WatchGeneration(id);
        while (true)
        {
            // State first, events second: events read after the end was seen include the terminal one.
            var view = await generations.GetAsync(caller, id, cancellationToken);
            var ended = !view.IsOk || view.Value.Generation.State.IsFinished();
            var seen = false;
            await foreach (var next in ReadAllAsync(new EventQuery(after, GenerationId: id), cancellationToken))
            {
                seen = true;
                after = next.Sequence;
                yield return next;
            }

            if (ended)
            {
                yield break;
            }

            await watch.WaitAsync(QuietInterval, cancellationToken);
            if (!seen)
            {
                yield return null;
            }
        }
    }

    /// <summary>Events of everything the caller owns in the book of the key; never ends by itself.</summary>
    public async IAsyncEnumerable<GenerationEvent?> OfCallerAsync(
        Caller caller, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = signals.WatchUser(caller.UserId);
        while (true)
        {
            var seen = false;
            await foreach (var next in ReadAllAsync(new EventQuery(after, UserId: caller.UserId, Book: caller.Book), cancellationToken))
            {
                seen = true;
                after = next.Sequence;
                yield return next;
            }

            await watch.WaitAsync(QuietInterval, cancellationToken);
            if (!seen)
            {
                yield return null;
            }
        }
    }

    private async IAsyncEnumerable<GenerationEvent> ReadAllAsync(
        EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<GenerationEvent> page;
        do
        {
            page = await reader.EventsAfterAsync(query, cancellationToken);
            foreach (var next in page)
            {
                yield return next;
            }

            query = page.Count > 0 ? query with { AfterSequence = page[^1].Sequence } : query;
        }
        while (page.Count == query.Limit);
    }
}
