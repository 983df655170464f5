using System.Text;
using Atelier.Providers;

namespace Atelier.Services.Generations;

/// <summary>Asks for a chat answer in pieces, hands them to the listening caller, and gathers them into the result that is stored.</summary>
internal static class LiveChat
{
    /// <summary>How the submission ended. A stream that broke off is a failure, however much of it was handed over: nothing is charged for it.</summary>
    public static async Task<SubmitOutcome> SubmitAsync(
        IChatProvider provider, ProviderRequest request, LiveAnswer live, CancellationToken cancellationToken)
    {
        var answer = new ChatAssembly();
        var heard = false;
        try
        {
            await foreach (var update in provider.StreamAsync(request, cancellationToken))
            {
                switch (update)
                {
                    case ChatUpdate.Delta delta:
                        answer.Add(delta.Chunk);
                        heard = heard || live.TryBegin();
                        if (heard)
                        {
                            live.Write(Encoding.UTF8.GetBytes(delta.Chunk.GetRawText()));
                        }

                        break;
                    case ChatUpdate.Finished finished:
                        if (heard)
                        {
                            live.Complete();
                        }

                        return Completed(answer, finished.Usage);
                    case ChatUpdate.Failed { Failure: { Kind: ProviderFailureKind.UnknownOutcome } failure }:
                        return new SubmitOutcome.Unknown(failure);
                    case ChatUpdate.Failed { Failure: var failure }:
                        return new SubmitOutcome.Refused(failure);
                    default:
                        throw new InvalidOperationException($"Unexpected update {update.GetType().Name}.");
                }
            }
        }
        finally
        {
            if (heard)
            {
                live.Break();
            }
        }

        return new SubmitOutcome.Unknown(
            new ProviderFailure(ProviderFailureKind.UnknownOutcome, "The answer ended without saying so.") { MayHaveCharged = true, Retryable = true });
    }

    private static SubmitOutcome.Completed Completed(ChatAssembly answer, ProviderUsage? usage) => new(
        new ProviderResult(answer.IsEmpty ? [] : [new BytesMediaSource(answer.ToBytes(usage)) { ContentType = "application/json", FileName = "chat.json" }])
        {
            Usage = usage,
        });
}
