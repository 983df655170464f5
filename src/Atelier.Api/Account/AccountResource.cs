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

    public required AccountUser User { get; init; }

    public required AccountKey Key { get; init; }

    public static AccountResource From(Caller caller, Balance balance) => new()
    {
        Available = MicroCredits.ToCredits(balance.AvailableMicro),
        Held = MicroCredits.ToCredits(balance.HeldMicro),
        Book = Wire.Name(caller.Book),
        Sandbox = caller.IsSandbox,
        User = new AccountUser(caller.UserId, caller.UserName, Wire.Name(caller.Role)),
        Key = new AccountKey(caller.KeyId),
    };
}

/// <summary>Whose account it is.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Role">user or operator.</param>
internal sealed record AccountUser(string Id, string Name, string Role);

/// <summary>The key used.</summary>
/// <param name="Id">Its id; never its text.</param>
internal sealed record AccountKey(string Id);
