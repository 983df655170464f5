namespace Atelier.Clients.AiHubMix;

/// <summary>An account at the gateway, which may have many keys.</summary>
public sealed record GatewayAccount
{
    /// <summary>Its name, when told.</summary>
    public string? Username { get; init; }

    /// <summary>The group that sets its prices and routes, when told.</summary>
    public string? Group { get; init; }

    /// <summary>US dollars left.</summary>
    public required decimal RemainingUsd { get; init; }

    /// <summary>US dollars used so far, when told.</summary>
    public decimal? UsedUsd { get; init; }

    /// <summary>Requests made so far, when told.</summary>
    public long? Requests { get; init; }
}

internal sealed record AccountWire
{
    public AccountRowWire? Data { get; init; }
}

internal sealed record AccountRowWire
{
    public string? Username { get; init; }

    public string? Group { get; init; }

    public decimal? Quota { get; init; }

    public decimal? UsedQuota { get; init; }

    public long? RequestCount { get; init; }
}
