using System.Net;
using Atelier.Simulators.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Simulators.Tests.Tasks;

/// <summary>The vendors' tasks go on while the simulators are down.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"atelier-simulators-{Guid.NewGuid():n}");
    private readonly FakeTimeProvider _time = new();

    private SimulatorOptions Options => new() { StateDirectory = _directory };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Fact]
    public async Task Task_goes_on_in_the_next_process_and_gives_the_same_bytes()
    {
        string id;
        byte[] before;
        await using (var first = await Vendor.StabilityAsync(Options, _time))
        {
            var done = await StartAsync(first);
            id = await StartAsync(first);
            _time.Advance(TimeSpan.FromSeconds(2));
            before = await (await first.GetAsync($"v2beta/image-to-video/result/{done}")).Content.ReadAsByteArrayAsync(Token);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await using var second = await Vendor.StabilityAsync(Options, _time);
        using var response = await second.GetAsync($"v2beta/image-to-video/result/{id}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync(Token)).ShouldBe(before);
        using var other = second.As("sk-other");
        (await other.GetAsync($"v2beta/image-to-video/result/{id}", Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Running_task_is_still_running_after_a_quick_restart()
    {
        string id;
        await using (var first = await Vendor.StabilityAsync(Options, _time))
        {
            id = await StartAsync(first);
        }

        await using var second = await Vendor.StabilityAsync(Options, _time);

        (await second.GetAsync($"v2beta/image-to-video/result/{id}")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Without_a_directory_a_restart_forgets()
    {
        string id;
        await using (var first = await Vendor.StabilityAsync(time: _time))
        {
            id = await StartAsync(first);
        }

        await using var second = await Vendor.StabilityAsync(time: _time);

        (await second.GetAsync($"v2beta/image-to-video/result/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Neither_key_nor_uploaded_picture_is_written_to_disk()
    {
        await using var vendor = await Vendor.StabilityAsync(Options, _time, key: "sk-very-secret-key");
        await StartAsync(vendor);

        var files = Directory.GetFiles(_directory, "*", SearchOption.AllDirectories);
        var file = files.ShouldHaveSingleItem();
        file.ShouldEndWith(".json");
        var text = await File.ReadAllTextAsync(file, Token);
        text.ShouldNotContain("very-secret");
        text.Length.ShouldBeLessThan(2000);
    }

    [Fact]
    public async Task Old_tasks_are_swept_from_disk()
    {
        await using var vendor = await Vendor.StabilityAsync(Options, _time);
        await StartAsync(vendor);
        _time.Advance(TimeSpan.FromHours(26));

        await StartAsync(vendor);

        Directory.GetFiles(_directory, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Taken_address_is_an_error_at_the_start()
    {
        await using var vendor = await Vendor.StabilityAsync();

        await Should.ThrowAsync<IOException>(() => SimulatorHost.StartAsync(url: vendor.Host.BaseAddress.ToString(), cancellationToken: Token));
    }

    private static async Task<string> StartAsync(Vendor vendor)
    {
        using var response = await vendor.PostAsync("v2beta/image-to-video", Vendor.Form(("seed", "5")).WithFile("image", Pictures.Png(768, 768)));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await Vendor.BodyAsync(response)).GetProperty("id").GetString()!;
    }
}
