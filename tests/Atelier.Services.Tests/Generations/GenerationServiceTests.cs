using System.Text.Json;
using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Atelier.Testing.Execution;

namespace Atelier.Services.Tests.Generations;

public sealed class GenerationServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accepted_generation_is_handed_to_the_engine_after_its_hold_is_committed()
    {
        await using var harness = await RunnerHarness.StartAsync();

        var id = await harness.CreateAsync();

        harness.Dispatcher.Dispatched.ShouldHaveSingleItem().ShouldBe(id);
        (await harness.FindAsync(id)).HeldMicro.ShouldBe(FakeCatalogue.PriceMicro);
    }

    [Fact]
    public async Task The_same_idempotency_key_and_request_give_the_same_generation_and_one_hold()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var first = await harness.CreateAsync(idempotencyKey: "order-1");

        var again = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command(idempotencyKey: "order-1"), Cancel);

        again.Value!.Replayed.ShouldBeTrue();
        again.Value.View.Generation.Id.ShouldBe(first);
        harness.Dispatcher.Dispatched.Count.ShouldBe(1);
        await harness.ShouldHaveAsync(available: 96, held: 4);
    }

    [Fact]
    public async Task An_idempotency_key_used_for_another_request_is_refused_and_holds_nothing()
    {
        await using var harness = await RunnerHarness.StartAsync();
        await harness.CreateAsync(idempotencyKey: "order-1");

        var other = await harness.Service.CreateAsync(
            harness.Caller, RunnerHarness.Command(idempotencyKey: "order-1", prompt: "another boat"), Cancel);

        other.Error.ShouldNotBeNull().Code.ShouldBe("idempotency_key_reused");
        await harness.ShouldHaveAsync(available: 96, held: 4);
    }

    [Fact]
    public async Task Twenty_five_pictures_at_four_credits_use_a_hundred_credits_up()
    {
        await using var harness = await RunnerHarness.StartAsync();
        for (var i = 0; i < 25; i++)
        {
            await harness.CreateAsync();
        }

        var tooMany = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command(), Cancel);

        tooMany.Error.ShouldNotBeNull().Code.ShouldBe("insufficient_credits");
        tooMany.Error!.Kind.ShouldBe(ErrorKind.PaymentRequired);
        await harness.ShouldHaveAsync(available: 0, held: 100);
    }

    [Theory]
    [InlineData("scripted/nothing", "model_not_found")]
    [InlineData(FakeCatalogue.Unpriced, "model_unpriced")]
    public async Task A_model_that_cannot_be_used_is_refused_with_its_reason(string model, string code)
    {
        await using var harness = await RunnerHarness.StartAsync();

        var result = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command(model), Cancel);

        result.Error.ShouldNotBeNull().Code.ShouldBe(code);
        result.Error!.Field.ShouldBe("model");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_retired_model_is_refused_to_live_keys_and_simulated_for_test_keys()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var live = harness.Caller with { Book = Atelier.Services.Credits.Book.Live };

        var refused = await harness.Service.CreateAsync(live, RunnerHarness.Command(FakeCatalogue.Retired), Cancel);
        var simulated = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command(FakeCatalogue.Retired), Cancel);

        refused.Error.ShouldNotBeNull().Code.ShouldBe("model_retired");
        refused.Error!.Message.ShouldContain("Use scripted/picture.");
        simulated.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_vendor_that_is_not_configured_is_named_with_its_setting()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Directory.MissingSetting = "SCRIPTED_API_KEY";

        var result = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command(), Cancel);

        result.Error.ShouldNotBeNull().Code.ShouldBe("vendor_not_configured");
        result.Error!.Message.ShouldContain("SCRIPTED_API_KEY");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task A_quote_holds_nothing_and_equals_what_is_charged()
    {
        await using var harness = await RunnerHarness.StartAsync();

        var quote = (await harness.Service.QuoteAsync(harness.Caller, RunnerHarness.Command(), Cancel)).Value!;
        await harness.ShouldHaveAsync(available: 100, held: 0);
        var generation = await harness.RunToEndAsync(await harness.CreateAsync());

        generation.CapturedMicro.ShouldBe(quote.Quote.HoldMicro);
        quote.AvailableAfterMicro.ShouldBe(96_000_000);
    }

    [Fact]
    public async Task More_than_max_credits_is_refused()
    {
        await using var harness = await RunnerHarness.StartAsync();

        var result = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command() with { MaxCreditsMicro = 3_999_999 }, Cancel);

        result.Error.ShouldNotBeNull().Code.ShouldBe("over_max_credits");
        await harness.ShouldHaveAsync(available: 100, held: 0);
    }

    [Fact]
    public async Task Somebody_elses_generation_is_not_found()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();
        var stranger = harness.Caller with { UserId = "usr_00000000000000000000000000" };
        var otherBook = harness.Caller with { Book = Atelier.Services.Credits.Book.Live };

        foreach (var caller in new[] { stranger, otherBook })
        {
            (await harness.Service.GetAsync(caller, id, Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await harness.Service.CancelAsync(caller, id, Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await harness.Service.DeleteAsync(caller, id, Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await harness.Service.RetryAsync(caller, id, null, Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await harness.Service.AttemptsAsync(caller, id, Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        }
    }

    [Fact]
    public async Task A_failed_generation_is_retried_as_a_new_one()
    {
        await using var harness = await RunnerHarness.StartAsync();
        harness.Provider.OnSubmit(new Atelier.Providers.SubmitOutcome.Refused(
            ScriptedProvider.Failure(Atelier.Providers.ProviderFailureKind.VendorFault)));
        var failed = await harness.CreateAsync();
        await harness.RunToEndAsync(failed);

        var retried = (await harness.Service.RetryAsync(harness.Caller, failed, null, Cancel)).Value!.View.Generation;

        retried.Id.ShouldNotBe(failed);
        retried.RetryOf.ShouldBe(failed);
        (await harness.RunToEndAsync(retried.Id)).State.ShouldBe(GenerationState.Completed);
        (await harness.Service.RetryAsync(harness.Caller, retried.Id, null, Cancel)).Error!.Code.ShouldBe("not_retryable");
    }

    [Fact]
    public async Task Only_a_finished_generation_can_be_deleted_and_then_it_is_gone()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();
        (await harness.Service.DeleteAsync(harness.Caller, id, Cancel)).Error!.Code.ShouldBe("not_finished");
        await harness.RunToEndAsync(id);

        (await harness.Service.DeleteAsync(harness.Caller, id, Cancel)).Error.ShouldBeNull();

        (await harness.Service.GetAsync(harness.Caller, id, Cancel)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        await harness.ShouldHaveAsync(available: 96, held: 0);
    }

    [Fact]
    public async Task A_key_whose_generation_was_deleted_says_so_and_charges_nothing()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync(idempotencyKey: "order-1");
        await harness.RunToEndAsync(id);
        await harness.Service.DeleteAsync(harness.Caller, id, Cancel);

        var again = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command(idempotencyKey: "order-1"), Cancel);

        again.Error.ShouldNotBeNull().Code.ShouldBe("idempotent_generation_deleted");
        await harness.ShouldHaveAsync(available: 96, held: 0);
    }

    [Fact]
    public async Task Waiting_ends_as_soon_as_the_generation_does()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();

        var waiting = harness.Service.WaitAsync(harness.Caller, id, TimeSpan.FromMinutes(10), Cancel);
        waiting.IsCompleted.ShouldBeFalse();
        await harness.RunToEndAsync(id);

        (await waiting).Value!.Generation.State.ShouldBe(GenerationState.Completed);
    }

    [Theory]
    [InlineData("""[1]""", "metadata")]
    [InlineData("""{"a":1}""", "metadata.a")]
    [InlineData("""{"":"x"}""", "metadata")]
    public async Task Labels_that_are_not_strings_are_refused(string metadata, string field)
    {
        await using var harness = await RunnerHarness.StartAsync();
        using var document = JsonDocument.Parse(metadata);

        var result = await harness.Service.CreateAsync(harness.Caller, RunnerHarness.Command() with { Metadata = document.RootElement }, Cancel);

        result.Error.ShouldNotBeNull().Code.ShouldBe("invalid_metadata");
        result.Error!.Field.ShouldBe(field);
    }

    [Fact]
    public async Task Only_an_operator_settles_an_unknown_outcome()
    {
        await using var harness = await RunnerHarness.StartAsync();
        var id = await harness.CreateAsync();
        var operatorCaller = harness.Caller with { Role = UserRole.Operator };

        (await harness.Service.ResolveUnknownAsync(harness.Caller, id, "t", Cancel)).Error!.Kind.ShouldBe(ErrorKind.Forbidden);
        (await harness.Service.ResolveUnknownAsync(operatorCaller, id, "t", Cancel)).Error!.Code.ShouldBe("not_unknown");
    }
}
