using System.Collections.Concurrent;
using Atelier.Providers;
using Atelier.Services.Generations;
using Atelier.Testing.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Tests;

/// <summary>The embedded engine over a runner and a store that a test scripts.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineHost(IHost host, ScriptedRunner runner, ScriptedStore store)
    {
        _host = host;
        Runner = runner;
        Store = store;
    }

    public ScriptedRunner Runner { get; }

    public ScriptedStore Store { get; }

    public IGenerationDispatcher Dispatcher => _host.Services.GetRequiredService<IGenerationDispatcher>();

    public IVendorGate Gate => _host.Services.GetRequiredService<IVendorGate>();

    public IVendorDrain Drain => _host.Services.GetRequiredService<IVendorDrain>();

    public INodeDirectory Nodes => _host.Services.GetRequiredService<INodeDirectory>();

    public static async Task<EngineHost> StartAsync(Action<EngineOptions>? configure = null)
    {
        var runner = new ScriptedRunner();
        var store = new ScriptedStore();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<IGenerationRunner>(runner);
        builder.Services.AddSingleton<IGenerationStore>(store);
        builder.Services.AddSingleton<IProviderDirectory>(new SingleProviderDirectory(new ScriptedProvider()));
        builder.AddAtelierEmbeddedEngine(options =>
        {
            options.RecoveryInterval = TimeSpan.FromMilliseconds(50);
            configure?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new EngineHost(host, runner, store);
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}

/// <summary>Answers steps as a test says, and lets it wait for them.</summary>
internal sealed class ScriptedRunner : IGenerationRunner
{
    private readonly ConcurrentDictionary<string, int> _steps = new();
    private readonly SemaphoreSlim _stepped = new(0);

    /// <summary>What a step does; gets the id and the number of the step, from 1.</summary>
    public Func<string, int, CancellationToken, Task<StepResult>> OnStep { get; set; } = (_, _, _) => Task.FromResult(StepResult.Done);

    public ConcurrentQueue<string> Interrupted { get; } = new();

    public int StepsOf(string id) => _steps.GetValueOrDefault(id);

    public async Task<StepResult> StepAsync(string generationId, CancellationToken cancellationToken)
    {
        var number = _steps.AddOrUpdate(generationId, 1, (_, n) => n + 1);
        _stepped.Release();
        return await OnStep(generationId, number, cancellationToken);
    }

    public void Interrupt(string generationId) => Interrupted.Enqueue(generationId);

    /// <summary>Waits until so many steps, of whatever generation, have begun since the last call.</summary>
    public async Task WaitForStepsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await _stepped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeTrue("a step");
        }
    }
}

/// <summary>A store that only knows which generations nobody executes.</summary>
internal sealed class ScriptedStore : IGenerationStore
{
    public ConcurrentQueue<string> Orphans { get; } = new();

    public ConcurrentQueue<IReadOnlyCollection<string>> LiveNodesSeen { get; } = new();

    public ConcurrentDictionary<string, Generation> Rows { get; } = new();

    public Task<AcceptOutcome> AcceptAsync(NewGeneration generation, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<ApplyOutcome> ApplyAsync(GenerationChange change, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<Generation?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(Rows.GetValueOrDefault(id));

    public Task<IReadOnlyList<string>> FindResumableAsync(
        IReadOnlyCollection<string> liveNodes, TimeSpan grace, TimeSpan stuckAfter, int limit, CancellationToken cancellationToken)
    {
        LiveNodesSeen.Enqueue(liveNodes);
        var found = new List<string>();
        while (found.Count < limit && Orphans.TryDequeue(out var id))
        {
            found.Add(id);
        }

        return Task.FromResult<IReadOnlyList<string>>(found);
    }
}
