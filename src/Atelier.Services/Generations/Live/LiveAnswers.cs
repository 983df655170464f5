using System.Collections.Concurrent;

namespace Atelier.Services.Generations;

/// <summary>Which callers of this process listen to which generations. A listener on another node is served from the store instead.</summary>
internal sealed class LiveAnswers
{
    private readonly ConcurrentDictionary<string, LiveAnswer> _answers = new(StringComparer.Ordinal);

    public void Add(string generationId, LiveAnswer answer) => _answers[generationId] = answer;

    /// <summary>The listener, while no attempt has taken it.</summary>
    public LiveAnswer? Find(string generationId) =>
        _answers.TryGetValue(generationId, out var answer) && !answer.IsSpent ? answer : null;

    public void Remove(string generationId) => _answers.TryRemove(generationId, out _);
}
