using System.Collections.Concurrent;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Keeps what was told after commits.</summary>
public sealed class RecordingSignals : IGenerationSignals
{
    public ConcurrentQueue<(string GenerationId, string UserId)> Told { get; } = new();

    public void Committed(string generationId, string userId) => Told.Enqueue((generationId, userId));

    public IGenerationWatch WatchGeneration(string generationId) => throw new NotSupportedException("Nobody watches in these tests.");

    public IGenerationWatch WatchUser(string userId) => throw new NotSupportedException("Nobody watches in these tests.");
}
