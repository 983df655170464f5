using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Atelier.Providers.Tests.Support;

/// <summary>A provider whose answers a test sets.</summary>
internal class FakeProvider : IGenerationProvider
{
    public string Name { get; init; } = "fake";

    public ProviderCapabilities Capabilities { get; } = new(new HashSet<Modality> { Modality.Image }, CanCancel: true, CanStreamChat: false);

    public Func<CancellationToken, Task<SubmitOutcome>> OnSubmit { get; set; } =
        _ => Task.FromResult<SubmitOutcome>(new SubmitOutcome.Accepted("task-1", TimeSpan.FromSeconds(1)));

    public Func<CancellationToken, Task<PollOutcome>> OnPoll { get; set; } =
        _ => Task.FromResult<PollOutcome>(new PollOutcome.Running(0.5, TimeSpan.FromSeconds(1)));

    public Task<SubmitOutcome> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => OnSubmit(cancellationToken);

    public Task<PollOutcome> PollAsync(ProviderTask task, CancellationToken cancellationToken) => OnPoll(cancellationToken);

    public Task<CancelOutcome> CancelAsync(ProviderTask task, CancellationToken cancellationToken) =>
        Task.FromResult<CancelOutcome>(new CancelOutcome.Cancelled());

    public static ProviderRequest Request(string input = "{}") => new()
    {
        GenerationId = "gen_1",
        VendorModel = "model-1",
        Modality = Modality.Image,
        Input = JsonDocument.Parse(input).RootElement,
    };

    public static ProviderTask Task1 { get; } = new("task-1", "model-1", Modality.Image);
}

/// <summary>The same with chat.</summary>
internal sealed class FakeChatProvider : FakeProvider, IChatProvider
{
    public IReadOnlyList<ChatUpdate> Updates { get; set; } = [new ChatUpdate.Finished(null)];

    public Task<SubmitOutcome> CompleteAsync(ProviderRequest request, CancellationToken cancellationToken) => OnSubmit(cancellationToken);

    public async IAsyncEnumerable<ChatUpdate> StreamAsync(
        ProviderRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var update in Updates)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }
}
