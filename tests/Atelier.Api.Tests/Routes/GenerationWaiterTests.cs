using Atelier.Api.Generations;
using Atelier.Api.Tests.Fakes;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Api.Tests.Routes;

public sealed class GenerationWaiterTests
{
    private static readonly Caller Alice = new(FakeAccounts.Alice, "alice", UserRole.User, "key_1", Book.Test);

    [Fact]
    public async Task A_wait_ends_with_what_is_known_when_the_server_stops()
    {
        using var lifetime = new Lifetime();
        var (generations, id) = await OneGenerationAsync();
        generations.OnWait = _ => lifetime.StopApplication();
        var found = await new GenerationWaiter(generations, lifetime).WaitAsync(Alice, id, TimeSpan.FromMinutes(1), CancellationToken.None);
        found.Value!.Generation.State.ShouldBe(GenerationState.Queued);
    }

    [Fact]
    public async Task A_wait_ends_with_its_caller()
    {
        using var lifetime = new Lifetime();
        using var caller = new CancellationTokenSource();
        var (generations, id) = await OneGenerationAsync();
        generations.OnWait = _ => caller.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(
            () => new GenerationWaiter(generations, lifetime).WaitAsync(Alice, id, TimeSpan.FromMinutes(1), caller.Token));
    }

    private static async Task<(FakeGenerations Generations, string Id)> OneGenerationAsync()
    {
        var generations = new FakeGenerations(new FakeTimeProvider(), new FakeSignals());
        using var input = System.Text.Json.JsonDocument.Parse("{}");
        var created = await generations.CreateAsync(
            Alice, new GenerationCommand { Model = FakeCatalogue.ModelId, Input = input.RootElement.Clone() }, CancellationToken.None);
        return (generations, created.Value!.View.Generation.Id);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
