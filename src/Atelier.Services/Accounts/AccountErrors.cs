namespace Atelier.Services.Accounts;

/// <summary>What can be wrong with users and keys, in the caller's words.</summary>
internal static class AccountErrors
{
    public static ServiceError UserNotFound { get; } =
        new(ErrorKind.NotFound, "user_not_found", "There is no such user; list users to find the id.", "user_id");

    public static ServiceError KeyNotFound { get; } = new(ErrorKind.NotFound, "key_not_found", "There is no such key; list keys to find the id.");

    public static ServiceError UnknownKey { get; } =
        new(ErrorKind.Unauthenticated, "invalid_api_key", "This API key is not known here; check that it belongs to this installation.");

    public static ServiceError RevokedKey { get; } =
        new(ErrorKind.Unauthenticated, "revoked_api_key", "This API key has been revoked; use another or ask the operator for one.");

    public static ServiceError InvalidBook { get; } = new(ErrorKind.Invalid, "invalid_book", "The book must be live or test.", "book");

    public static ServiceError InvalidRole { get; } = new(ErrorKind.Invalid, "invalid_role", "The role must be user or operator.", "role");

    public static ServiceError InvalidName(int longest) =>
        new(ErrorKind.Invalid, "invalid_name", $"Give a name of 1 to {longest} characters without control characters.", "name");

    public static ServiceError MalformedKey(string problem) =>
        new(ErrorKind.Unauthenticated, "malformed_api_key", $"This is not an API key of ours: {problem}. Copy it again as it was shown.");

    public static ServiceError MalformedGivenKey(string setting, string mode, string problem) => new(
        ErrorKind.Invalid, "malformed_api_key", $"{setting} is not a {mode} key: {problem}. Make one with: atelier keys new --mode {mode}", setting);
}
