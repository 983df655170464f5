using System.Text.Json.Nodes;
using Atelier.EndToEnd.Tests.Harness;

namespace Atelier.EndToEnd.Tests;

/// <summary>
/// Kills the server (SIGKILL) at chosen instants and starts it again. The vendors are simulators in a process of their own that stays, so that
/// their call log tells how often something was bought.
/// </summary>
public sealed class KillTests
{
    private const string Picture = "stability/core";
    private const string Video = "runway/gen4.5";

    [Fact]
    public async Task Killed_just_after_accepting()
    {
        await using var world = await World.StartAsync();
        var id = (await world.Client.CreateAsync(Picture, new { prompt = "one" })).Id();

        await world.RestartAsync();

        (await world.Client.WaitAsync(id)).Status().ShouldBe("completed");
        await world.ShouldBeRightAsync();
    }

    [Theory]
    [InlineData(Picture, "completed")]
    [InlineData(Video, "failed")]
    public async Task Killed_while_the_vendor_is_being_asked(string model, string end)
    {
        await using var world = await World.StartAsync();
        await world.Vendors.AddFaultAsync(new { operation = "submit", times = 1, fault = new { kind = "timeout", delay_ms = 60_000 } });
        var id = (await world.Client.CreateAsync(model, Input(model))).Id();
        await world.Client.WaitForStatusAsync(id, "submitting");
        await world.Vendors.WaitForCallAsync(VendorOf(model), IsSubmit);

        await world.RestartAsync();

        var generation = await world.Client.WaitAsync(id);
        generation.Status().ShouldBe(end, generation.ToJsonString());
        if (end == "failed")
        {
            generation["error"]!["code"]!.GetValue<string>().ShouldBe("outcome_unknown");
            (await world.Vendors.CallsAsync(VendorOf(model))).Count(IsSubmit).ShouldBe(1);
        }

        await world.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Killed_between_the_vendors_yes_and_writing_its_task_id()
    {
        await using var world = await World.StartAsync();
        await world.Vendors.AddFaultAsync(new { operation = "submit", times = 1, fault = new { kind = "delay", delay_ms = 1_500 } });
        var id = (await world.Client.CreateAsync(Video, Input(Video))).Id();
        await world.Client.WaitForStatusAsync(id, "submitting");
        await using (await InstalledDatabase.LockAsync(world.Installation))
        {
            await world.Vendors.WaitForCallAsync(VendorOf(Video), c => IsSubmit(c) && c["billed"]!.GetValue<bool>());
            await world.Installation.Server.KillAsync();
        }

        await world.Installation.StartServerAsync();
        world.Reconnect();

        var generation = await world.Client.WaitAsync(id);
        generation["error"]!["code"]!.GetValue<string>().ShouldBe("outcome_unknown");
        (await world.Vendors.CallsAsync(VendorOf(Video))).Count(IsSubmit).ShouldBe(1);
        await world.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Killed_while_polling()
    {
        await using var world = await World.StartAsync();
        var id = (await world.Client.CreateAsync(Video, Input(Video))).Id();
        await world.Client.WaitForStatusAsync(id, "running");

        await world.RestartAsync();

        (await world.Client.WaitAsync(id)).Status().ShouldBe("completed");
        (await world.Vendors.CallsAsync(VendorOf(Video))).Count(IsSubmit).ShouldBe(1);
        await world.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Killed_while_downloading_the_result()
    {
        await using var world = await World.StartAsync();
        await world.Vendors.AddFaultAsync(new { operation = "download", times = 1, fault = new { kind = "slow_drip", delay_ms = 60_000 } });
        var id = (await world.Client.CreateAsync(Video, Input(Video))).Id();
        await world.Client.WaitForStatusAsync(id, "storing");
        await world.Vendors.WaitForCallAsync(VendorOf(Video), c => c["operation"]!.GetValue<string>() == "download");

        await world.RestartAsync();

        (await world.Client.WaitAsync(id)).Status().ShouldBe("completed");
        (await world.Vendors.CallsAsync(VendorOf(Video))).Count(IsSubmit).ShouldBe(1);
        await world.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Killed_after_the_result_is_stored_and_before_the_final_commit()
    {
        await using var world = await World.StartAsync();
        await world.Vendors.AddFaultAsync(new { operation = "download", times = 1, fault = new { kind = "delay", delay_ms = 1_500 } });
        var id = (await world.Client.CreateAsync(Video, Input(Video))).Id();
        await world.Client.WaitForStatusAsync(id, "storing");
        await using (await InstalledDatabase.LockAsync(world.Installation))
        {
            await Eventually.BeTrueAsync(
                () => Task.FromResult(Directory.EnumerateFiles(world.Installation.Folder, "*.mp4", SearchOption.AllDirectories).Any()), "the stored video");
            await world.Installation.Server.KillAsync();
        }

        await world.Installation.StartServerAsync();
        world.Reconnect();

        (await world.Client.WaitAsync(id)).Status().ShouldBe("completed");
        (await world.Vendors.CallsAsync(VendorOf(Video))).Count(IsSubmit).ShouldBe(1);
        await world.ShouldBeRightAsync();
    }

    private static object Input(string model) => model == Video
        ? new { prompt = "a tide", duration = 2 }
        : new { prompt = "a tide" };

    private static string VendorOf(string model) => model.Split('/')[0];

    private static bool IsSubmit(JsonObject call) => call["operation"]!.GetValue<string>() == "submit";

    /// <summary>Vendors, an installation with live credits, and a client.</summary>
    private sealed class World : IAsyncDisposable
    {
        private World(SimulatorProcess vendors, Installation installation)
        {
            Vendors = vendors;
            Installation = installation;
            Client = installation.Client(installation.LiveKey);
        }

        public SimulatorProcess Vendors { get; }

        public Installation Installation { get; }

        public AtelierClient Client { get; private set; }

        public static async Task<World> StartAsync()
        {
            var vendors = await SimulatorProcess.StartAsync();
            var installation = await Installation.StartAsync(
                [.. vendors.Settings, ("Atelier__Generations__UnknownTimeout", "00:00:02"), ("Atelier__Vendors__runway__PollInterval", "00:00:00.500")]);
            var world = new World(vendors, installation);
            var user = (await world.Client.GetAsync("/api/v1/account"))["user"]!["id"]!.GetValue<string>();
            var (exitCode, output) = await installation.RunAsync(
                "credits", "grant", "--user", user, "--book", "live", "--amount", "1000", "--reason", "test");
            exitCode.ShouldBe(0, output);
            return world;
        }

        public async Task RestartAsync()
        {
            await Installation.Server.KillAsync();
            await Installation.StartServerAsync();
            Reconnect();
        }

        public void Reconnect()
        {
            Client.Dispose();
            Client = Installation.Client(Installation.LiveKey);
        }

        /// <summary>Nothing is held any more and the books agree.</summary>
        public async Task ShouldBeRightAsync()
        {
            (await Client.GetAsync("/api/v1/account"))["held"]!.GetValue<decimal>().ShouldBe(0);
            await JobFlows.BooksShouldBeRightAsync(Client);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Installation.DisposeAsync();
            await Vendors.DisposeAsync();
        }
    }
}
