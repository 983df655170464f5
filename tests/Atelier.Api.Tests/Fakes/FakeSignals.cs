using System.Threading.Channels;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Fakes;

/// <summary>Signals whose quiet intervals pass when the test says so.</summary>
internal sealed class FakeSignals : IGenerationSignals
{
    private readonly List<Watch> watches = [];
    private readonly Lock gate = new();

    public void Committed(string generationId, string userId) => Wake(generationId, userId);

    /// <summary>Ends the wait of everybody as if its time were up.</summary>
    public void PassQuietInterval() => Wake();

    public IGenerationWatch WatchGeneration(string generationId) => Begin(generationId);

    public IGenerationWatch WatchUser(string userId) => Begin(userId);

    private Watch Begin(string key)
    {
        var watch = new Watch(key);
        lock (gate)
        {
            watches.Add(watch);
        }

        return watch;
    }

    private void Wake(params string[] keys)
    {
        lock (gate)
        {
            foreach (var watch in watches.Where(watch => keys.Length == 0 || keys.Contains(watch.Key)))
            {
                watch.Pulse();
            }
        }
    }

    private sealed class Watch(string key) : IGenerationWatch
    {
        private readonly Channel<bool> pulses = Channel.CreateUnbounded<bool>();

        public string Key { get; } = key;

        public void Pulse() => pulses.Writer.TryWrite(true);

        public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => await pulses.Reader.ReadAsync(cancellationToken);

        public void Dispose() => pulses.Writer.TryComplete();
    }
}
