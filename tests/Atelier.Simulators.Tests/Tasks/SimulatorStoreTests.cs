using System.Text.Json.Nodes;
using Atelier.Simulators.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Simulators.Tests.Tasks;

public sealed class SimulatorStoreTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"atelier-store-{Guid.NewGuid():n}");
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tasks_are_found_listed_by_age_and_removed(bool onDisk)
    {
        var store = new SimulatorStore(onDisk ? _directory : null, _time);
        store.Remove("vendor", "never saved");
        await store.SaveAsync(Make("../b/?=", 2), Token);
        await store.SaveAsync(Make("a", 1), Token);
        await store.SaveAsync(Make("a", 1) with { Vendor = "other" }, Token);

        (await store.ListAsync("vendor", Token)).Select(task => task.Id).ShouldBe(["a", "../b/?="]);
        (await store.FindAsync("vendor", "../b/?=", Token))!.Payload["size"]!.GetValue<int>().ShouldBe(3);
        store.Remove("vendor", "a");
        (await store.FindAsync("vendor", "a", Token)).ShouldBeNull();
        (await store.FindAsync("other", "a", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_store_on_the_same_directory_sees_everything()
    {
        var task = Make("a", 1) with { Fate = TaskFate.Fail, FailureCode = "X", CancelledAt = _time.GetUtcNow(), Model = "m" };
        var store = new SimulatorStore(_directory, _time);
        await store.SaveAsync(task, Token);
        await store.SaveBytesAsync("vendor", "upload", [1, 2, 3], Token);

        var next = new SimulatorStore(_directory, _time);

        var loaded = (await next.ListAsync("vendor", Token)).ShouldHaveSingleItem();
        (loaded with { Payload = task.Payload }).ShouldBe(task);
        (await next.FindBytesAsync("vendor", "upload", Token)).ShouldBe([1, 2, 3]);
        (await next.FindBytesAsync("vendor", "nothing", Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Entries_are_swept_25_hours_after_their_end(bool onDisk)
    {
        var store = new SimulatorStore(onDisk ? _directory : null, _time);
        await store.SaveAsync(Make("old", 0), Token);
        await store.SaveBytesAsync("vendor", "old", [1], Token);
        _time.Advance(TimeSpan.FromHours(24));
        await store.SaveAsync(Make("young", 0), Token);
        (await store.FindAsync("vendor", "old", Token)).ShouldNotBeNull();

        _time.Advance(TimeSpan.FromHours(2));
        await store.SaveAsync(Make("new", 0), Token);

        (await store.FindAsync("vendor", "old", Token)).ShouldBeNull();
        (await store.FindBytesAsync("vendor", "old", Token)).ShouldBeNull();
        (await store.FindAsync("vendor", "young", Token)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0, nameof(TaskFate.Succeed), 0, false)]
    [InlineData(5, nameof(TaskFate.Succeed), 0.5, false)]
    [InlineData(10, nameof(TaskFate.Succeed), 1, true)]
    [InlineData(10, nameof(TaskFate.Fail), 1, true)]
    [InlineData(5000, nameof(TaskFate.NeverFinish), 0.99, false)]
    public void State_follows_from_the_clock(int seconds, string fate, double progress, bool ended)
    {
        var task = Make("a", 0) with { Fate = Enum.Parse<TaskFate>(fate) };
        var now = task.CreatedAt.AddSeconds(seconds);

        task.Progress(now).ShouldBe(progress, 0.001);
        task.HasEnded(now).ShouldBe(ended);
    }

    private SimulatedTask Make(string id, int age) => new()
    {
        Id = id,
        Vendor = "vendor",
        Owner = "owner",
        CreatedAt = _time.GetUtcNow().AddSeconds(age),
        Duration = TimeSpan.FromSeconds(10),
        Payload = new JsonObject { ["size"] = 3 },
    };
}
