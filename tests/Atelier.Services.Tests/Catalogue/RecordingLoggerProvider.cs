using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Atelier.Services.Tests.Catalogue;

/// <summary>Keeps what is logged, and lets a test wait for a message.</summary>
internal sealed class RecordingLoggerProvider : ILoggerProvider
{
    private readonly SemaphoreSlim _more = new(0);

    public ConcurrentQueue<(LogLevel Level, string Text)> Messages { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Recorder(this);

    public void Dispose() => _more.Dispose();

    public async Task Seen(string start, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!Messages.Any(message => message.Text.StartsWith(start, StringComparison.Ordinal)))
        {
            await _more.WaitAsync(limit.Token);
        }
    }

    private sealed class Recorder(RecordingLoggerProvider owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            owner.Messages.Enqueue((logLevel, formatter(state, exception)));
            owner._more.Release();
        }
    }
}
