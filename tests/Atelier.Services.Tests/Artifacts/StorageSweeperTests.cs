using Atelier.Services.Artifacts;

namespace Atelier.Services.Tests.Artifacts;

public sealed class StorageSweeperTests
{
    [Fact]
    public async Task Expired_uploads_go_after_the_grace_and_others_stay()
    {
        await using var harness = await MediaHarness.StartAsync();
        var old = await harness.UploadSampleAsync("picture.png");
        harness.Clock.Advance(TimeSpan.FromDays(5));
        var young = await harness.UploadSampleAsync("picture.png");

        harness.Clock.Advance(TimeSpan.FromDays(2.5));
        (await harness.Sweeper.SweepAsync(MediaHarness.Token)).ShouldBe(0);
        harness.Clock.Advance(TimeSpan.FromDays(1));
        (await harness.Sweeper.SweepAsync(MediaHarness.Token)).ShouldBe(1);

        (await harness.KeysAsync()).ShouldBe([young.StoreKey]);
        (await harness.Records.FindUploadAsync(old.Id, MediaHarness.Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Artifacts_of_deleted_generations_go_and_are_not_asked_for_again()
    {
        await using var harness = await MediaHarness.StartAsync();
        var kept = await harness.CompleteAsync("picture.png");
        var deleted = await harness.CompleteAsync("picture.jpg");
        (await harness.DeleteGenerationAsync(deleted.GenerationId)).ShouldBeTrue();

        (await harness.Sweeper.SweepAsync(MediaHarness.Token)).ShouldBe(1);
        (await harness.Sweeper.SweepAsync(MediaHarness.Token)).ShouldBe(0);

        (await harness.KeysAsync()).ShouldBe([kept.StoreKey]);
    }

    [Fact]
    public async Task What_no_record_names_goes_once_it_is_old_enough_not_to_be_under_way()
    {
        await using var harness = await MediaHarness.StartAsync();
        var kept = await harness.CompleteAsync("picture.png");
        await using (var content = new MemoryStream([1]))
        {
            await harness.Store.PutAsync("test/2026/01/01/aa/gen_1/0.png", content, "image/png", MediaHarness.Token);
        }

        (await harness.Sweeper.SweepAsync(MediaHarness.Token)).ShouldBe(0);
        harness.Clock.Advance(TimeSpan.FromHours(25));
        (await harness.Sweeper.SweepAsync(MediaHarness.Token)).ShouldBe(1);

        (await harness.KeysAsync()).ShouldBe([kept.StoreKey]);
    }

    [Fact]
    public async Task A_store_that_belongs_to_another_database_is_left_alone()
    {
        await using var harness = await MediaHarness.StartAsync();
        for (var i = 0; i < 120; i++)
        {
            await using var content = new MemoryStream([1]);
            await harness.Store.PutAsync($"live/2026/01/01/aa/gen_{i}/0.png", content, "image/png", MediaHarness.Token);
        }

        harness.Clock.Advance(TimeSpan.FromDays(30));
        (await harness.Sweeper.SweepAsync(MediaHarness.Token)).ShouldBe(0);

        (await harness.KeysAsync()).Count.ShouldBe(120);
    }

    [Fact]
    public async Task The_sweeper_works_by_its_clock_and_survives_a_store_that_is_away()
    {
        await using var harness = await MediaHarness.StartAsync(options => options.UploadLifetime = TimeSpan.FromMinutes(1));
        var sweeper = harness.Sweeper;
        await harness.UploadSampleAsync("picture.png");
        await sweeper.StartAsync(MediaHarness.Token);

        var folder = harness.StoreFolder;
        Directory.Move(folder, folder + "-away");
        await File.WriteAllTextAsync(folder, "in the way", MediaHarness.Token);
        harness.Clock.Advance(TimeSpan.FromDays(2));
        File.Delete(folder);
        Directory.Move(folder + "-away", folder);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(MediaHarness.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await harness.KeysAsync()).Count > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            harness.Clock.Advance(TimeSpan.FromMinutes(15));
            await Task.Yield();
        }

        await sweeper.StopAsync(MediaHarness.Token);
    }
}
