using Atelier.Api.Requests;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Account;

/// <summary>The caller's account in the book of the key used.</summary>
internal sealed record AccountResource
{
    public string Object { get; } = "account";

    /// <summary>Credits that can be spent.</summary>
    public required decimal Available { get; init; }

    /// <summary>Credits set aside for unfinished generations.</summary>
    public required decimal Held { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>Whether the key reaches simulated vendors only.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>The team whose credits these are; absent for the user's own.</summary>
    public string? TeamId { get; init; }

    public required AccountUser User { get; init; }

    public required AccountKey Key { get; init; }

    public static AccountResource From(Caller caller, Balance balance) => new()
    {
        Available = MicroCredits.ToCredits(balance.AvailableMicro),
        Held = MicroCredits.ToCredits(balance.HeldMicro),
        Book = Wire.Name(caller.Book),
        Sandbox = caller.IsSandbox,
        User = new AccountUser(caller.UserId, caller.UserName, Wire.Name(caller.Role)),
        TeamId = caller.TeamId,
        Key = AccountKey.From(caller),
    };
}

/// <summary>Whose account it is.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Role">user or operator.</param>
internal sealed record AccountUser(string Id, string Name, string Role);

/// <summary>The key used, or the browser's session.</summary>
internal sealed record AccountKey
{
    /// <summary>Its id; never its text.</summary>
    public required string Id { get; init; }

    /// <summary>generate, read, admin.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The models it may use; absent for all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Limits of the key.</summary>
    public LimitsResource? Limits { get; init; }

    /// <summary>Limits of all the user's keys together.</summary>
    public LimitsResource? UserLimits { get; init; }

    /// <summary>Limits of all the team's keys together.</summary>
    public LimitsResource? TeamLimits { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public static AccountKey From(Caller caller) => new()
    {
        Id = caller.KeyId,
        Scopes = ScopeNames.Names(caller.Scopes),
        Models = caller.Models?.Patterns,
        Limits = LimitsResource.From(caller.Limits.Key),
        UserLimits = LimitsResource.From(caller.Limits.User),
        TeamLimits = LimitsResource.From(caller.Limits.Team),
        ExpiresAt = caller.ExpiresAt?.UtcDateTime,
    };
}
