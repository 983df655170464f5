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

    public static ServiceError ExpiredKey { get; } =
        new(ErrorKind.Unauthenticated, "expired_api_key", "This API key has expired; use another or make a new one.");

    public static ServiceError RotatedKey { get; } =
        new(ErrorKind.Unauthenticated, "rotated_api_key", "This API key was replaced and its time is over; use its new text.");

    public static ServiceError DisabledUser { get; } =
        new(ErrorKind.Unauthenticated, "user_disabled", "This user is disabled. Ask an operator of this installation.");

    public static ServiceError DeletedTeam { get; } =
        new(ErrorKind.Unauthenticated, "team_deleted", "The team of this API key was deleted; use a key of your own.");

    public static ServiceError SessionEnded { get; } =
        new(ErrorKind.Unauthenticated, "session_ended", "This session has ended. Sign in again.");

    public static ServiceError WrongSignIn { get; } =
        new(ErrorKind.Unauthenticated, "wrong_sign_in", "Name and password do not match a user who may sign in.");

    public static ServiceError WrongPassword { get; } =
        new(ErrorKind.Forbidden, "wrong_password", "The current password is not right.", "current_password");

    public static ServiceError NameTaken { get; } =
        new(ErrorKind.Conflict, "name_taken", "Another user signs in with this name; a password needs a name of its own.", "name");

    public static ServiceError SubjectTaken { get; } =
        new(ErrorKind.Conflict, "subject_taken", "Another user signs in with this OpenID subject.", "openid_subject");

    public static ServiceError OpenIdUserUnknown { get; } =
        new(ErrorKind.Forbidden, "openid_user_unknown", "Nobody here has this OpenID subject. Ask an operator to enter it for your user.");

    public static ServiceError LastOperator { get; } =
        new(ErrorKind.Conflict, "last_operator", "This is the last operator who is not disabled; make another operator first.");

    public static ServiceError TeamNotFound { get; } =
        new(ErrorKind.NotFound, "team_not_found", "There is no such team; list teams to find the id.");

    public static ServiceError MemberNotFound { get; } =
        new(ErrorKind.NotFound, "member_not_found", "There is no such member in this team.");

    public static ServiceError ManagersOnly { get; } =
        new(ErrorKind.Forbidden, "managers_only", "Only a manager of the team may do this.");

    public static ServiceError LastManager { get; } =
        new(ErrorKind.Conflict, "last_manager", "This is the team's last manager; make another member manager first, or delete the team.");

    public static ServiceError OperatorsLimits { get; } =
        new(ErrorKind.Forbidden, "operator_only", "Only an operator sets a team's limits.", "limits");

    public static ServiceError InvalidTeamRole { get; } = new(ErrorKind.Invalid, "invalid_role", "The role must be member or manager.", "role");

    public static ServiceError SessionNotFound { get; } =
        new(ErrorKind.NotFound, "session_not_found", "There is no such session; list sessions to find the id.");

    public static ServiceError InvalidScopes { get; } =
        new(ErrorKind.Invalid, "invalid_scopes", "Give at least one of the scopes generate, read and admin.", "scopes");

    public static ServiceError InvalidExpiry { get; } =
        new(ErrorKind.Invalid, "invalid_expiry", "The time of expiry must lie in the future.", "expires_at");

    public static ServiceError InvalidOverlap { get; } =
        new(ErrorKind.Invalid, "invalid_overlap", "The overlap is from 0 seconds to 30 days.", "overlap_seconds");

    public static ServiceError KeyIsRevoked { get; } =
        new(ErrorKind.Conflict, "key_revoked", "This key has been revoked; make a new one.");

    public static ServiceError WiderKey { get; } =
        new(ErrorKind.Forbidden, "wider_key", "A key cannot make, change or rotate a key that may do more than itself: scopes, models, limits, expiry and team must lie within its own.");

    public static ServiceError LimitedKey { get; } =
        new(ErrorKind.Forbidden, "wider_key", "A key with limits makes and changes no other key: together they could use more than its limits allow. Use a key without limits.");

    public static ServiceError LiveKeyRequired { get; } =
        new(ErrorKind.Forbidden, "live_key_required", "A test key cannot do this: it would open the way to live credits. Use a live key.");

    public static ServiceError InvalidPassword(int shortest, int longest) => new(
        ErrorKind.Invalid, "invalid_password", $"Give a password of {shortest} to {longest} characters.", "password");

    public static ServiceError InvalidSubject(int longest) => new(
        ErrorKind.Invalid, "invalid_subject", $"The OpenID subject has at most {longest} characters without control characters.", "openid_subject");

    public static ServiceError TooManySignIns(TimeSpan wait) => new(
        ErrorKind.RateLimited, "too_many_sign_ins", "Too many attempts to sign in. Wait, then try again.") { RetryAfter = wait };

    public static ServiceError InvalidModels(int most) => new(
        ErrorKind.Invalid, "invalid_models", $"Give at most {most} model ids such as stability/core, or patterns such as stability/*.", "models");

    public static ServiceError InvalidLimit(string name, string allowed) =>
        new(ErrorKind.Invalid, "invalid_limit", $"'limits.{name}' must be {allowed}, or absent for no limit.", $"limits.{name}");

    public static ServiceError InvalidName(int longest) =>
        new(ErrorKind.Invalid, "invalid_name", $"Give a name of 1 to {longest} characters without control characters.", "name");

    public static ServiceError MalformedKey(string problem) =>
        new(ErrorKind.Unauthenticated, "malformed_api_key", $"This is not an API key of ours: {problem}. Copy it again as it was shown.");

    public static ServiceError MalformedGivenKey(string setting, string mode, string problem) => new(
        ErrorKind.Invalid, "malformed_api_key", $"{setting} is not a {mode} key: {problem}. Make one with: atelier keys new --mode {mode}", setting);
}
