using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.AiHubMix;

/// <summary>Takes US dollars for work, before it is done; what passes is bought, even if the caller hangs up a moment later.</summary>
internal sealed class AiHubMixCashier(VendorSimulators simulators)
{
    private const int Decimals = 8;

    /// <exception cref="Refusal">The account holds too little.</exception>
    public void Charge(HttpContext context, string owner, decimal dollars)
    {
        var price = Math.Round(dollars, Decimals, MidpointRounding.AwayFromZero);
        if (!simulators.Ledger.TryCharge(AiHubMixSimulator.VendorName, owner, price))
        {
            throw Refusal.Balance();
        }

        context.MarkBilled(price);
    }

    /// <summary>Charges, then takes the time a synchronous answer needs: for ever, when a fault says so.</summary>
    /// <exception cref="Refusal">The account holds too little, or a fault makes the work fail; failed work is not charged.</exception>
    public async Task ChargeAndWorkAsync(HttpContext context, string owner, decimal dollars)
    {
        if (context.HasFault(FaultKind.TaskFailed))
        {
            throw new Refusal(StatusCodes.Status500InternalServerError, "new request failed") { Code = context.Call().Fault?.Code };
        }

        Charge(context, owner, dollars);
        var wait = context.HasFault(FaultKind.NeverFinish)
            ? Timeout.InfiniteTimeSpan
            : simulators.Options.AnswerLatency * simulators.Options.LatencyScale;
        if (wait != TimeSpan.Zero)
        {
            await Task.Delay(wait, simulators.Clock, context.RequestAborted);
        }
    }
}
