using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Accounts;

namespace Atelier.Api.Account;

/// <summary>Scopes on the wire: a list of words.</summary>
internal static class ScopeNames
{
    private static readonly (KeyScopes Scope, string Name)[] All =
        [(KeyScopes.Generate, "generate"), (KeyScopes.Read, "read"), (KeyScopes.Admin, "admin")];

    public static IReadOnlyList<string> Names(KeyScopes scopes) => [.. All.Where(one => scopes.HasFlag(one.Scope)).Select(one => one.Name)];

    /// <summary>The scopes; all of them of a missing list.</summary>
    public static Result<KeyScopes> Read(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return KeyScopes.All;
        }

        var scopes = KeyScopes.None;
        foreach (var name in names)
        {
            var known = All.FirstOrDefault(one => one.Name == name);
            if (known.Name is null)
            {
                return new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidScopes, "'scopes' is a list of generate, read and admin.", "scopes");
            }

            scopes |= known.Scope;
        }

        return scopes;
    }
}
