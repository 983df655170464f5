using System.Globalization;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability;

/// <summary>
/// The last checks and the charge: balance, moderation, semantic refusals, in this order. What passes is bought, even if the caller
/// hangs up a moment later.
/// </summary>
internal sealed class StabilityCashier(VendorSimulators simulators)
{
    public const string Vendor = "stability";

    private const decimal DollarsPerCredit = 0.01m;

    /// <summary>Charges for an answer given in this call. A fault that lets work fail ends it here, unpaid.</summary>
    public Task<string?> ChargeNowAsync(HttpContext context, StabilityCaller caller, decimal price, string? prompt) =>
        ChargeAsync(context, caller, price, prompt, fails: context.HasFault(FaultKind.TaskFailed), blurs: true);

    /// <summary>Charges for a task fetched later, whose failure shows only then.</summary>
    public Task<string?> ChargeTaskAsync(HttpContext context, StabilityCaller caller, decimal price, string? prompt) =>
        ChargeAsync(context, caller, price, prompt, fails: false, blurs: true);

    /// <summary>
    /// Charges for what cannot be blurred: meshes and recordings are moderated before they are made, and then not paid for.
    /// </summary>
    public async Task<bool> ChargePlainAsync(HttpContext context, StabilityCaller caller, decimal price, string? prompt, bool later) =>
        await ChargeAsync(context, caller, price, prompt, fails: !later && context.HasFault(FaultKind.TaskFailed),
            blurs: false) is not null;

    /// <summary>The finish reason of work that is now paid, or null when an error was answered instead.</summary>
    private async Task<string?> ChargeAsync(HttpContext context, StabilityCaller caller, decimal price, string? prompt, bool fails,
        bool blurs)
    {
        if (simulators.Ledger.Balance(Vendor, caller.Account) < price)
        {
            await RefusePaymentAsync(context, caller, price);
            return null;
        }

        if (fails)
        {
            await StabilityErrors.ServerErrorAsync(context);
            return null;
        }

        if (Triggered(prompt) is { } trigger && await RefuseAsync(context, trigger))
        {
            return null;
        }

        var filtered = context.HasFault(FaultKind.ContentRefused) || Triggered(prompt) == "content_filtered";
        if (filtered && !blurs)
        {
            await StabilityErrors.ModerationAsync(context);
            return null;
        }

        var charged = filtered && !simulators.Options.Stability.ChargeFiltered ? 0 : price;
        if (!simulators.Ledger.TryCharge(Vendor, caller.Account, charged))
        {
            await RefusePaymentAsync(context, caller, price);
            return null;
        }

        context.MarkBilled(charged);
        return filtered ? FinishReasons.Filtered : FinishReasons.Success;
    }

    /// <summary>Takes the time a synchronous call needs: for ever, when a fault says so. The work is bought before it starts.</summary>
    public async Task WorkAsync(HttpContext context)
    {
        var wait = context.HasFault(FaultKind.NeverFinish)
            ? Timeout.InfiniteTimeSpan
            : simulators.Options.AnswerLatency * simulators.Options.LatencyScale;
        if (wait != TimeSpan.Zero)
        {
            await Task.Delay(wait, simulators.Clock, context.RequestAborted);
        }
    }

    private string? Triggered(string? prompt)
    {
        const string open = "[simulate:";
        if (!simulators.Options.Stability.PromptTriggers || prompt?.IndexOf(open, StringComparison.Ordinal) is not (>= 0 and var start))
        {
            return null;
        }

        var name = prompt.AsSpan(start + open.Length);
        var end = name.IndexOf(']');
        return end < 0 ? null : name[..end].ToString();
    }

    /// <summary>Answers with the asked error; false when the name asks for none.</summary>
    private static async Task<bool> RefuseAsync(HttpContext context, string trigger)
    {
        var error = trigger switch
        {
            "content_moderation" => StabilityErrors.ModerationAsync(context),
            "invalid_language" => UnprocessableAsync(context, trigger, "English is the only supported language for this service."),
            "public_figure" => UnprocessableAsync(context, trigger, "The image was found to contain the likeness of a public figure."),
            "copyrighted_content" => UnprocessableAsync(context, trigger, "The audio was recognised as copyrighted content."),
            "internal_error" => StabilityErrors.ServerErrorAsync(context),
            _ => null,
        };
        if (error is null)
        {
            return false;
        }

        await error;
        return true;
    }

    private static Task UnprocessableAsync(HttpContext context, string name, string text) =>
        StabilityErrors.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, name, text);

    private Task RefusePaymentAsync(HttpContext context, StabilityCaller caller, decimal price)
    {
        if (!StabilityErrors.IsV1(context))
        {
            return StabilityErrors.WriteAsync(
                context,
                StatusCodes.Status402PaymentRequired,
                "payment_required",
                "You lack sufficient credits to make this request. "
                + "Please purchase more credits at https://platform.stability.ai/account/credits and try again.");
        }

        var need = Dollars(price);
        var have = Dollars(simulators.Ledger.Balance(Vendor, caller.Account));
        return StabilityErrors.WriteAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            "insufficient_balance",
            "Your organization does not have enough balance to request this action "
            + $"(need ${need}, have $0 in active grants, ${have} in balance).");
    }

    private static string Dollars(decimal credits) => (credits * DollarsPerCredit).ToString("0.######", CultureInfo.InvariantCulture);
}
