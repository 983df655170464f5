using Atelier.Providers;

namespace Atelier.Services.Generations;

/// <summary>Submits while somebody watches: what the vendor shows before it has finished goes to the watching caller, and nowhere else.</summary>
internal static class LivePreviews
{
    public static async Task<SubmitOutcome> SubmitAsync(
        IGenerationProvider provider, ProviderRequest request, LiveAnswer live, CancellationToken cancellationToken)
    {
        var heard = false;
        try
        {
            var outcome = await provider.SubmitAsync(request with { Previews = new ProviderPreviews(live.Previews, Show) }, cancellationToken);
            if (heard && outcome is SubmitOutcome.Completed)
            {
                live.Complete();
            }

            return outcome;
        }
        finally
        {
            if (heard)
            {
                live.Break();
            }
        }

        void Show(ReadOnlyMemory<byte> piece)
        {
            heard = heard || live.TryBegin();
            if (heard)
            {
                live.Write(piece);
            }
        }
    }
}
