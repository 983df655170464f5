using Atelier.Services;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Authentication;

/// <summary>
/// Asks again who is calling, for answers that go on for longer than a revoked key or a session that was ended may be believed. Within two
/// seconds of the last time it costs a look into memory.
/// </summary>
/// <param name="AskAsync">Asks.</param>
internal sealed record CallerProof(Func<CancellationToken, Task<Result<Caller>>> AskAsync)
{
    /// <summary>Whether the request's key or session is still good. Without one, the request needed none.</summary>
    public static async ValueTask<bool> StillHoldsAsync(HttpContext context, CancellationToken cancellationToken) =>
        context.Features.Get<CallerProof>() is not { } proof || (await proof.AskAsync(cancellationToken)).IsOk;
}
