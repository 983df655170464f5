using Atelier.Services.Accounts;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Writing;
using Microsoft.EntityFrameworkCore;

namespace Atelier.Services.Persistence;

/// <summary>Removes idempotency records before their time.</summary>
internal sealed class RepeatedRequests(IDatabaseWriter writer) : IRepeatedRequests
{
    public Task ForgetAsync(Caller caller, string key, string generationId, CancellationToken cancellationToken)
    {
        var (user, book) = (caller.UserId, caller.Book);
        return writer.WriteAsync(
            (context, token) => context.IdempotencyKeys
                .Where(row => row.UserId == user && row.Book == book && row.Key == key && row.GenerationId == generationId)
                .ExecuteDeleteAsync(token),
            cancellationToken);
    }
}
