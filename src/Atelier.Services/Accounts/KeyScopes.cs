namespace Atelier.Services.Accounts;

/// <summary>What a key may be used for. Numbers are stored: never renumber.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing; no key is made so.</summary>
    None = 0,

    /// <summary>Make, cancel, retry and delete generations; upload inputs; ask for quotes.</summary>
    Generate = 1,

    /// <summary>Read what belongs to the caller: generations, artifacts, events, statements.</summary>
    Read = 2,

    /// <summary>Manage keys, teams and the account; for an operator's key also the operators' routes.</summary>
    Admin = 4,

    /// <summary>All of them: the default.</summary>
    All = Generate | Read | Admin,
}
