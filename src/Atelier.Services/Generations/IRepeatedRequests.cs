using Atelier.Services.Accounts;

namespace Atelier.Services.Generations;

/// <summary>The memory of which request made which generation, as far as somebody who answers requests has a say in it.</summary>
public interface IRepeatedRequests
{
    /// <summary>
    /// Forgets that a key made a generation, so that the same request makes a new one from now on. Does nothing when the key has made another
    /// generation since.
    /// </summary>
    Task ForgetAsync(Caller caller, string key, string generationId, CancellationToken cancellationToken);
}
