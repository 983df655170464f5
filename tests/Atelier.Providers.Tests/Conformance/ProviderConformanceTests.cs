using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>
/// What every provider promises, whichever vendor is behind it. A provider passes when one suite per modality it offers derives from
/// this (or from <see cref="AsynchronousProviderConformanceTests"/>), says so with <see cref="ConformanceOfAttribute"/>, and is green.
/// </summary>
public abstract partial class ProviderConformanceTests(ConformanceHost host) : IClassFixture<ConformanceHost>, IAsyncLifetime, IConformanceSuite
{
    protected ConformanceHost Host => host;

    /// <inheritdoc />
    public abstract string Vendor { get; }

    /// <inheritdoc />
    public abstract Modality Modality { get; }

    /// <summary>A request that succeeds.</summary>
    protected abstract ProviderRequest CreateRequest();

    /// <summary>What it gives.</summary>
    protected abstract string ExpectedContentType { get; }

    /// <summary>A body in the vendor's error envelope that quotes a text.</summary>
    protected abstract string ErrorBody(string text);

    /// <summary>What it means when the vendor says "done" and there is nothing.</summary>
    protected virtual EmptyAnswer Empty => EmptyAnswer.IsNoMedia;

    /// <summary>What a 5xx answer of the vendor means. Default: a fault; some say with 503 that they have no room.</summary>
    protected virtual ProviderFailureKind KindOfBroken(int status) => ProviderFailureKind.VendorFault;

    protected IGenerationProvider Provider => host.Find(Vendor);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        host.Reset();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Accepted_work_ends_with_media_of_the_right_type()
    {
        await using var result = await CompleteAsync(CreateRequest());
        result.Media.ShouldNotBeEmpty();
        foreach (var media in result.Media)
        {
            var bytes = await media.ReadAllAsync(Token);
            bytes.ShouldBeMedia(ExpectedContentType);
            media.ContentType?.ShouldStartWith(ExpectedContentType);
            media.Length?.ShouldBe(bytes.Length);
        }

        BilledSubmissions().ShouldBe(1);
    }

    [Fact]
    public async Task The_sandbox_does_the_same_work()
    {
        await using var result = await CompleteAsync(host.Find(Vendor, ProviderTarget.Sandbox), CreateRequest());
        (await result.Media[0].ReadAllAsync(Token)).ShouldBeMedia(ExpectedContentType);
    }

    [Fact]
    public async Task A_bad_request_is_refused_and_asked_once()
    {
        Script(new Fault { Kind = FaultKind.Status, Status = 400 });
        var failure = await RefusalAsync(CreateRequest());
        failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
        failure.Retryable.ShouldBeFalse();
        failure.MayHaveCharged.ShouldBeFalse();
        failure.VendorStatus.ShouldBe(400);
        Submissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_key_is_a_failure_of_authentication()
    {
        Script(new Fault { Kind = FaultKind.Status, Status = 401 });
        var failure = await RefusalAsync(CreateRequest());
        failure.Kind.ShouldBe(ProviderFailureKind.Authentication);
        failure.Retryable.ShouldBeFalse();
        Submissions().ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_account_is_told_from_a_bad_request_and_from_a_rate_limit()
    {
        host.Simulators.Ledger.Set(Vendor, 0);
        var failure = await RefusalAsync(CreateRequest());
        failure.Kind.ShouldBe(ProviderFailureKind.InsufficientVendorBalance);
        failure.MayHaveCharged.ShouldBeFalse();
        Submissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_limit_is_not_retried_here_and_keeps_the_wait_that_was_asked_for()
    {
        Script(new Fault { Kind = FaultKind.RateLimited, RetryAfter = 7 });
        var failure = await RefusalAsync(CreateRequest());
        failure.Kind.ShouldBe(ProviderFailureKind.RateLimited);
        failure.Retryable.ShouldBeTrue();
        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        failure.MayHaveCharged.ShouldBeFalse();
        Submissions().ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_broken_vendor_is_asked_four_times(int status)
    {
        Script(new Fault { Kind = FaultKind.Status, Status = status });
        var failure = await RefusalAsync(CreateRequest());
        failure.Kind.ShouldBe(KindOfBroken(status));
        failure.Retryable.ShouldBeTrue();
        failure.VendorStatus.ShouldBe(status);
        Submissions().ShouldBe(4);
    }

    [Fact]
    public async Task A_vendor_that_recovers_while_being_asked_again_is_no_failure()
    {
        Script(new Fault { Kind = FaultKind.HtmlError, Status = 502 }, times: 2);
        await using var result = await CompleteAsync(CreateRequest());
        result.Media.ShouldNotBeEmpty();
        Submissions().ShouldBe(3);
        BilledSubmissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_vendor_that_never_answers_is_a_timeout_under_AtLeastOnce()
    {
        Script(new Fault { Kind = FaultKind.Timeout });
        var refusal = RefusalAsync(CreateRequest() with { Timeout = PatienceClock.Long });
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await UntilAsync(() => Submissions() == attempt);
            host.Clock.RunOut();
        }

        var failure = await refusal;
        failure.Kind.ShouldBe(ProviderFailureKind.Timeout);
        failure.Retryable.ShouldBeTrue();
        Submissions().ShouldBe(4);
    }

    [Fact]
    public async Task A_vendor_that_never_answers_is_an_unknown_outcome_under_AtMostOnce()
    {
        Script(new Fault { Kind = FaultKind.Timeout, Accepted = true });
        var unknown = UnknownAsync(CreateRequest() with { Timeout = PatienceClock.Long });
        await UntilAsync(() => BilledSubmissions() == 1);
        host.Clock.RunOut();
        var failure = await unknown;
        failure.MayHaveCharged.ShouldBeTrue();
        Submissions().ShouldBe(1);
        BilledSubmissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_lost_after_the_body_is_an_unknown_outcome_bought_once_under_AtMostOnce()
    {
        Script(new Fault { Kind = FaultKind.ResetAfterBody });
        var failure = await UnknownAsync(CreateRequest());
        failure.Kind.ShouldBe(ProviderFailureKind.UnknownOutcome);
        failure.Retryable.ShouldBeFalse();
        failure.MayHaveCharged.ShouldBeTrue();
        Submissions().ShouldBe(1);
        BilledSubmissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_lost_after_the_body_is_retried_under_AtLeastOnce()
    {
        Script(new Fault { Kind = FaultKind.ResetAfterBody }, times: 1);
        await using var result = await CompleteAsync(CreateRequest());
        result.Media.ShouldNotBeEmpty();
        Submissions().ShouldBe(2);
        BilledSubmissions().ShouldBe(2);
    }

    [Fact]
    public async Task Refused_content_is_told_from_a_bad_request()
    {
        Script(new Fault { Kind = FaultKind.ContentRefused });
        var failure = await FailureAsync(CreateRequest());
        failure.Kind.ShouldBe(ProviderFailureKind.ContentRefused);
        failure.Retryable.ShouldBeFalse();
        Submissions().ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_may_have_been_charged()
    {
        Script(new Fault { Kind = FaultKind.MalformedBody });
        var failure = await RefusalAsync(CreateRequest());
        failure.Kind.ShouldBe(ProviderFailureKind.VendorFault);
        failure.MayHaveCharged.ShouldBeTrue();
        BilledSubmissions().ShouldBe(Submissions());
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_an_unknown_outcome_under_AtMostOnce()
    {
        Script(new Fault { Kind = FaultKind.MalformedBody });
        await UnknownAsync(CreateRequest());
        Submissions().ShouldBe(1);
        BilledSubmissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_obeyed()
    {
        Script(new Fault { Kind = FaultKind.Timeout });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var submission = Provider.SubmitAsync(CreateRequest(), leaving.Token);
        await UntilAsync(() => Submissions() == 1);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => submission);
        Submissions().ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_left_before_sends_nothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Provider.SubmitAsync(CreateRequest(), new CancellationToken(canceled: true)));
        Submissions().ShouldBe(0);
    }

    [Fact]
    public async Task Success_with_nothing_in_it_is_never_taken_for_media()
    {
        Script(new Fault { Kind = FaultKind.EmptyResult });
        if (Empty == EmptyAnswer.IsMalformed)
        {
            var failure = await RefusalAsync(CreateRequest());
            failure.Kind.ShouldBe(ProviderFailureKind.VendorFault);
            failure.MayHaveCharged.ShouldBeTrue();
            return;
        }

        await using var result = await CompleteAsync(CreateRequest());
        switch (Empty)
        {
            case EmptyAnswer.IsNoMedia:
                result.Media.ShouldBeEmpty();
                break;
            case EmptyAnswer.ShowsWhenOpened:
                await Should.ThrowAsync<MediaUnavailableException>(() => result.Media[0].ReadAllAsync(Token));
                break;
            default:
                result.Media.ShouldNotBeEmpty();
                await result.Media[0].ReadAllAsync(Token);
                break;
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_key_that_the_vendor_echoes_is_in_no_failure(int status)
    {
        var body = System.Text.Json.JsonDocument.Parse(ErrorBody($"the key {ConformanceHost.ApiKey} is no good")).RootElement;
        Script(new Fault { Kind = FaultKind.Status, Status = status, Body = body });
        var failure = await RefusalAsync(CreateRequest());
        failure.ToString().ShouldNotContain(ConformanceHost.ApiKey);
        failure.ToString().ShouldNotContain("5ecret");
    }

    [Fact]
    public async Task Media_opens_again_or_says_that_it_cannot()
    {
        await using var result = await CompleteAsync(CreateRequest());
        foreach (var media in result.Media)
        {
            var first = await media.ReadAllAsync(Token);
            if (media.CanReopen)
            {
                (await media.ReadAllAsync(Token)).ShouldBe(first);
            }
            else
            {
                await Should.ThrowAsync<MediaUnavailableException>(() => media.OpenAsync(Token));
            }
        }
    }

    [Fact]
    public async Task A_parameter_nobody_knows_is_refused_or_passed_on_but_never_dropped()
    {
        var request = CreateRequest().WithInput("no_such_parameter", 1);
        var outcome = await Provider.SubmitAsync(request, Token);
        if (outcome is SubmitOutcome.Refused refused)
        {
            refused.Failure.Kind.ShouldBe(ProviderFailureKind.InvalidRequest);
            return;
        }

        host.Simulators.Calls.List(Vendor, OperationNames.Submit).ShouldHaveSingleItem().BodyBytes
            .ShouldBeGreaterThan(await BodyBytesAsync(CreateRequest()));
    }
}
