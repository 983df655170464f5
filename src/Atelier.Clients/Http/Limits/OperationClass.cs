namespace Atelier.Clients.Http;

/// <summary>What a call is for. Each class has a circuit breaker of its own: a vendor that takes no new work may still finish what it has.</summary>
public enum OperationClass
{
    /// <summary>Buys something, or changes something at the vendor.</summary>
    Generation = 0,

    /// <summary>Asks after something that exists: tasks, models, balances.</summary>
    Polling = 1,

    /// <summary>Fetches media.</summary>
    Download = 2,
}
