using Atelier.Services.Credits;

namespace Atelier.Services.Accounts;

/// <summary>What a user may do.</summary>
public enum UserRole
{
    /// <summary>Makes generations and sees only what is theirs.</summary>
    User = 0,

    /// <summary>Runs the installation: users, keys, grants, vendors, everybody's generations.</summary>
    Operator = 1,
}

/// <summary>Who is calling, as the API key told.</summary>
/// <param name="UserId">The user.</param>
/// <param name="UserName">The user's name.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="KeyId">The key used.</param>
/// <param name="Book">Which ledger the key spends from; a test key never reaches a vendor.</param>
public sealed record Caller(string UserId, string UserName, UserRole Role, string KeyId, Book Book)
{
    /// <summary>Whether the key is a test key: simulated vendors, play credits, results marked <c>sandbox</c>.</summary>
    public bool IsSandbox => Book == Book.Test;

    /// <summary>Whether the caller may use the operator's routes.</summary>
    public bool IsOperator => Role == UserRole.Operator;
}
