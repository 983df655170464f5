using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>What every provider promises whose results lie at a URL and are downloaded when they are opened.</summary>
public abstract class DownloadedResultConformanceTests(ConformanceHost host) : AsynchronousProviderConformanceTests(host)
{
    [Fact]
    public async Task Nothing_is_downloaded_before_it_is_opened()
    {
        await using var result = await CompleteAsync(CreateRequest());
        Downloads().ShouldBe(0);
        await result.Media[0].ReadAllAsync(Token);
        Downloads().ShouldBe(1);
    }

    [Fact]
    public async Task A_download_reaches_its_reader_while_it_is_still_being_sent()
    {
        await using var result = await CompleteAsync(CreateRequest());

        // The vendor would take minutes to send the whole; the first piece must be there long before.
        Script(new Fault { Kind = FaultKind.SlowDrip, DelayMs = 500 }, OperationNames.Download);
        await using var stream = await result.Media[0].OpenAsync(Token);
        var some = new byte[16];
        (await stream.ReadAsync(some, Token)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_download_that_breaks_off_says_so_and_can_be_opened_again()
    {
        await using var result = await CompleteAsync(CreateRequest());
        Script(new Fault { Kind = FaultKind.TruncatedBody }, OperationNames.Download, times: 1);

        var broken = await Should.ThrowAsync<MediaUnavailableException>(() => result.Media[0].ReadAllAsync(Token));
        broken.Failure.Retryable.ShouldBeTrue();
        result.Media[0].CanReopen.ShouldBeTrue();
        (await result.Media[0].ReadAllAsync(Token)).ShouldBeMedia(ExpectedContentType);
    }

    [Fact]
    public async Task A_result_that_is_gone_says_so_without_its_signed_address()
    {
        await using var result = await CompleteAsync(CreateRequest());
        Script(new Fault { Kind = FaultKind.Status, Status = 403 }, OperationNames.Download);
        var gone = await Should.ThrowAsync<MediaUnavailableException>(() => result.Media[0].OpenAsync(Token));
        gone.ToString().ShouldNotContain("_jwt");
        gone.ToString().ShouldNotContain("signature=");
        gone.Failure.MayHaveCharged.ShouldBeTrue();
    }

    protected int Downloads() => Host.Simulators.Calls.List(Vendor, OperationNames.Download).Count;
}
