using System.Collections.Concurrent;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Keeps what was told after commits.</summary>
public sealed class RecordingSignals : IGenerationSignals
{
    public ConcurrentQueue<(string GenerationId, string UserId)> Told { get; } = new();

    public void Committed(string generationId, string userId) => Told.Enqueue((generationId, userId));

    public Task WaitForGenerationAsync(string generationId, TimeSpan atMost, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody waits in these tests.");

    public Task WaitForUserAsync(string userId, TimeSpan atMost, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody waits in these tests.");
}
