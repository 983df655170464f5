using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Clients.Runway;
using Atelier.Clients.Tests.Fixtures;
using Atelier.Simulators.Faults;

namespace Atelier.Clients.Tests.Runway;

/// <summary>The client against the simulated vendor, which checks what it is sent as strictly as the real one.</summary>
public sealed class RunwaySimulatorTests
{
    private static readonly RunwayGenerationRequest Text = new() { Model = "gen4.5", PromptText = "a paper boat", Duration = 5 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_video_is_created_from_a_data_uri_waited_for_downloaded_and_paid_for()
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        var before = (await vendors.Runway.GetOrganizationAsync(Token)).CreditBalance;
        var image = "data:image/png;base64," + Convert.ToBase64String(Frames.Png(640, 360));

        var created = await vendors.Runway.CreateGenerationAsync(
            new RunwayGenerationRequest { PromptText = "slow push in", InitImage = image, Duration = 5, Seed = 40118, Interpolate = true },
            cancellationToken: Token);
        var task = await vendors.RunAsync(vendors.Runway.WaitForTaskAsync(created.Id, cancellationToken: Token));

        task.Status.ShouldBe(RunwayTaskStatus.Succeeded);
        created.EstimatedCost!.Credits.ShouldBe(25);
        task.Cost!.Credits.ShouldBe(25);
        (await vendors.Runway.GetOrganizationAsync(Token)).CreditBalance.ShouldBe(before - 25);
        await using var video = await vendors.Downloader.OpenAsync(new Uri(task.Output.ShouldHaveSingleItem()), cancellationToken: Token);
        video.ContentType.ShouldBe("video/mp4");
        using var bytes = new MemoryStream();
        await video.Content.CopyToAsync(bytes, Token);
        bytes.Length.ShouldBe(video.Length!.Value);
        bytes.ToArray()[4..8].ShouldBe("ftyp"u8.ToArray());
    }

    [Fact]
    public async Task An_uploaded_image_is_used_by_its_uri()
    {
        await using var vendors = await SimulatedVendors.StartAsync();

        var uri = await vendors.Runway.UploadAsync(new VendorFile("first.png", "image/png", Frames.Png(1280, 720)), Token);
        var created = await vendors.Runway.CreateGenerationAsync(
            new RunwayGenerationRequest { PromptText = "slow push in", InitImage = uri, Duration = 5 }, cancellationToken: Token);
        var task = await vendors.RunAsync(vendors.Runway.WaitForTaskAsync(created.Id, cancellationToken: Token));

        uri.ShouldStartWith("runway://");
        task.Status.ShouldBe(RunwayTaskStatus.Succeeded);
    }

    [Fact]
    public async Task Text_becomes_a_video_and_a_picture()
    {
        await using var vendors = await SimulatedVendors.StartAsync();

        var video = await vendors.Runway.CreateGenerationAsync(Text, cancellationToken: Token);
        var picture = await vendors.Runway.TextToImageAsync(
            new RunwayImageRequest { Model = "gen4_image", PromptText = "a boat", Ratio = "1280:720" }, cancellationToken: Token);

        (await vendors.RunAsync(vendors.Runway.WaitForTaskAsync(video.Id, cancellationToken: Token))).Status.ShouldBe(RunwayTaskStatus.Succeeded);
        (await vendors.RunAsync(vendors.Runway.WaitForTaskAsync(picture.Id, cancellationToken: Token))).Output.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_cancelled_task_is_gone()
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        var created = await vendors.Runway.CreateGenerationAsync(Text, cancellationToken: Token);

        (await vendors.Runway.CancelTaskAsync(created.Id, Token)).ShouldBeTrue();

        await Should.ThrowAsync<VendorNotFoundException>(vendors.Runway.GetTaskAsync(created.Id, Token));
    }

    [Fact]
    public async Task A_wrong_request_an_empty_purse_and_a_failed_task_are_told_apart()
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        await using var poor = await SimulatedVendors.StartAsync(options => options.InitialBalances["runway"] = 0);
        vendors.Simulators.Faults.Add(
            "runway", null, new Fault { Kind = FaultKind.TaskFailed, Code = "SAFETY.INPUT.TEXT" }, times: 1);

        var failing = await vendors.Runway.CreateGenerationAsync(Text, cancellationToken: Token);
        var failed = await vendors.RunAsync(vendors.Runway.WaitForTaskAsync(failing.Id, cancellationToken: Token));
        var wrong = await Should.ThrowAsync<VendorInvalidRequestException>(
            vendors.Runway.TextToVideoAsync(
                new RunwayVideoRequest
                {
                    Model = "veo3.1",
                    PromptText = "a boat",
                    More = new() { ["ratio"] = JsonSerializer.SerializeToElement("16:9") }, // what the client knows to be wrong it does not send
                },
                cancellationToken: Token));

        failed.Status.ShouldBe(RunwayTaskStatus.Failed);
        failed.FailureCode.ShouldBe("SAFETY.INPUT.TEXT");
        wrong.VendorMessage.ShouldContain("ratio: ");
        await Should.ThrowAsync<VendorBalanceException>(poor.Runway.CreateGenerationAsync(Text, cancellationToken: Token));
    }

    [Theory]
    [InlineData(FaultKind.ResetAfterBody, 1)]
    [InlineData(FaultKind.TruncatedBody, 1)]
    [InlineData(FaultKind.MalformedBody, 1)]
    [InlineData(FaultKind.ResetBeforeBody, 0)]
    public async Task A_lost_answer_is_never_bought_twice(FaultKind kind, int billed)
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        vendors.Simulators.Faults.Add("runway", "submit", new Fault { Kind = kind }, times: 1);

        var work = vendors.Runway.CreateGenerationAsync(Text, cancellationToken: Token);
        await vendors.PassWaitsAsync(work);

        var fault = await Should.ThrowAsync<VendorException>(work);
        fault.MayHaveBeenAccepted.ShouldBeTrue();
        vendors.Simulators.Calls.List("runway", "submit").Count.ShouldBe(1);
        vendors.Simulators.Calls.Billed("runway").ShouldBe(billed);
    }
}
