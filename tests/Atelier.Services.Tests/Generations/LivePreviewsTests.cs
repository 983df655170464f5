using System.Text;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Generations;

public sealed class LivePreviewsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_vendor_shows_is_heard_in_order_and_whole_when_it_delivers()
    {
        var live = new LiveAnswer(2);
        var provider = new Showing(new SubmitOutcome.Completed(new ProviderResult([])), "one", "two");

        await LivePreviews.SubmitAsync(provider, Request(), live, Cancel);

        provider.Wanted.ShouldBe(2);
        (await HeardAsync(live)).ShouldBe(["one", "two"]);
        live.IsWhole.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_heard_of_a_failed_attempt_is_not_whole_and_the_next_attempt_is_not_heard()
    {
        var live = new LiveAnswer(int.MaxValue);
        var failed = new SubmitOutcome.Refused(new ProviderFailure(ProviderFailureKind.VendorFault, "It broke."));
        await LivePreviews.SubmitAsync(new Showing(failed, "half"), Request(), live, Cancel);
        await LivePreviews.SubmitAsync(new Showing(new SubmitOutcome.Completed(new ProviderResult([])), "again"), Request(), live, Cancel);

        (await HeardAsync(live)).ShouldBe(["half"]);
        live.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public async Task A_provider_that_shows_nothing_leaves_the_caller_to_the_generation()
    {
        var live = new LiveAnswer(1);
        var outcome = await LivePreviews.SubmitAsync(new Showing(new SubmitOutcome.Completed(new ProviderResult([]))), Request(), live, Cancel);
        outcome.ShouldBeOfType<SubmitOutcome.Completed>();
        live.Begun.IsCompleted.ShouldBeFalse();
    }

    private static async Task<List<string>> HeardAsync(LiveAnswer live)
    {
        var heard = new List<string>();
        await foreach (var piece in live.ReadAsync(Cancel))
        {
            heard.Add(Encoding.UTF8.GetString(piece.Span));
        }

        return heard;
    }

    private static ProviderRequest Request() => new()
    {
        GenerationId = "gen_1", VendorModel = "m", Modality = Modality.Image, Input = JsonElement.Parse("{}"),
    };

    private sealed class Showing(SubmitOutcome outcome, params string[] pieces) : IGenerationProvider
    {
        public int Wanted { get; private set; }

        public string Name => "showing";

        public ProviderCapabilities Capabilities { get; } = new(new HashSet<Modality> { Modality.Image }, CanCancel: false, CanStreamChat: false);

        public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
        {
            Wanted = request.Previews!.Most;
            foreach (var piece in pieces)
            {
                request.Previews.Show(Encoding.UTF8.GetBytes(piece));
            }

            return Task.FromResult(outcome);
        }

        public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
