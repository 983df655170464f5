using System.Globalization;
using Atelier.Services.Credits;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Accounts;

/// <summary>What entries say of users, keys, teams and credits. Never a secret or a hash.</summary>
internal static class AuditFacts
{
    public static Dictionary<string, string?> Of(User user) => new()
    {
        ["name"] = user.Name,
        ["role"] = user.Role.ToString().ToLowerInvariant(),
        ["disabled"] = user.DisabledAt is null ? null : "true",
        ["limits"] = Of(user.Limits),
        ["openid_subject"] = user.OpenIdSubject,
    };

    public static Dictionary<string, string?> Of(ApiKey key) => new()
    {
        ["name"] = key.Name,
        ["user_id"] = key.UserId,
        ["team_id"] = key.TeamId,
        ["book"] = key.Book.ToString().ToLowerInvariant(),
        ["hint"] = key.Hint,
        ["scopes"] = key.Scopes == KeyScopes.All ? "generate, read, admin" : key.Scopes.ToString().ToLowerInvariant(),
        ["models"] = key.Models?.Text.Replace('\n', ' '),
        ["limits"] = Of(key.Limits),
        ["expires_at"] = Time(key.ExpiresAt),
    };

    public static Dictionary<string, string?> Of(Team team) => new() { ["name"] = team.Name, ["limits"] = Of(team.Limits) };

    public static Dictionary<string, string?> Of(LedgerMove move, GrantRequest request) => new()
    {
        ["move_id"] = move.Id,
        ["book"] = move.Book.ToString().ToLowerInvariant(),
        ["amount"] = MicroCredits.Format(request.AmountMicro),
        ["reason"] = move.Reason,
        ["expires_at"] = Time(request.ExpiresAt),
    };

    public static Dictionary<string, string?> Of(NewTopUpCodes codes) => new()
    {
        ["count"] = codes.Count.ToString(CultureInfo.InvariantCulture),
        ["book"] = codes.Book.ToString().ToLowerInvariant(),
        ["amount"] = MicroCredits.Format(codes.AmountMicro),
        ["note"] = codes.Note,
        ["expires_at"] = Time(codes.ExpiresAt),
        ["credits_expire_at"] = Time(codes.CreditsExpireAt),
    };

    public static Dictionary<string, string?> Of(TopUpCode code) => new()
    {
        ["hint"] = code.Hint,
        ["book"] = code.Book.ToString().ToLowerInvariant(),
        ["amount"] = MicroCredits.Format(code.AmountMicro),
        ["note"] = code.Note,
    };

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static string? Of(AccountLimits limits) => limits == AccountLimits.None ? null : LimitColumns.Write(limits);
}
