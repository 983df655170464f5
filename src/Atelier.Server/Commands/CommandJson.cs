using System.Text.Json.Serialization;
using Atelier.Server.Settings;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Secrets;

namespace Atelier.Server.Commands;

/// <summary>What commands answer with <c>--json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BalanceLine))]
[JsonSerializable(typeof(CheckLine))]
[JsonSerializable(typeof(CodeLine))]
[JsonSerializable(typeof(FailureLine))]
[JsonSerializable(typeof(FreshKeyLine))]
[JsonSerializable(typeof(GrantLine))]
[JsonSerializable(typeof(KeyLine))]
[JsonSerializable(typeof(Lines<BalanceLine>))]
[JsonSerializable(typeof(Lines<CodeLine>))]
[JsonSerializable(typeof(Lines<MemberLine>))]
[JsonSerializable(typeof(Lines<TeamLine>))]
[JsonSerializable(typeof(Lines<UserLine>))]
[JsonSerializable(typeof(Lines<KeyLine>))]
[JsonSerializable(typeof(Lines<ModelLine>))]
[JsonSerializable(typeof(Lines<SecretLine>))]
[JsonSerializable(typeof(MasterKeyLine))]
[JsonSerializable(typeof(MemberLine))]
[JsonSerializable(typeof(ResealLine))]
[JsonSerializable(typeof(SecretLine))]
[JsonSerializable(typeof(SimulatorLine))]
[JsonSerializable(typeof(StartLine))]
[JsonSerializable(typeof(TeamLine))]
[JsonSerializable(typeof(UserLine))]
internal sealed partial class CommandJson : JsonSerializerContext;

/// <summary>A list.</summary>
internal sealed record Lines<T>(IReadOnlyList<T> Data);

/// <summary>A key that nobody knows yet.</summary>
internal sealed record FreshKeyLine(string Key, string Mode);

/// <summary>A key; with its text only right after it was made.</summary>
internal sealed record KeyLine(
    string Id, string UserId, string Name, string Mode, string Hint, DateTime CreatedAt, DateTime? LastUsedAt, DateTime? RevokedAt, string? Secret)
{
    public string? TeamId { get; init; }

    public required string Scopes { get; init; }

    public IReadOnlyList<string>? Models { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public DateTime? PreviousValidUntil { get; init; }

    public static KeyLine From(ApiKey key, string? secret = null) => new(
        key.Id, key.UserId, key.Name, NameOf(key.Book), key.Hint, key.CreatedAt.UtcDateTime, key.LastUsedAt?.UtcDateTime, key.RevokedAt?.UtcDateTime, secret)
    {
        TeamId = key.TeamId,
        Scopes = key.Scopes == KeyScopes.All ? "generate, read, admin" : key.Scopes.ToString().ToLowerInvariant(),
        Models = key.Models?.Patterns,
        ExpiresAt = key.ExpiresAt?.UtcDateTime,
        PreviousValidUntil = key.PreviousValidUntil?.UtcDateTime,
    };

    public static string NameOf(Book book) => book == Book.Live ? "live" : "test";
}

/// <summary>A user.</summary>
internal sealed record UserLine(string Id, string Name, string Role, bool HasPassword, string? OpenidSubject, DateTime CreatedAt, DateTime? DisabledAt)
{
    public static UserLine From(User user) => new(
        user.Id, user.Name, user.Role.ToString().ToLowerInvariant(), user.SignInName is not null, user.OpenIdSubject,
        user.CreatedAt.UtcDateTime, user.DisabledAt?.UtcDateTime);
}

/// <summary>A team.</summary>
internal sealed record TeamLine(string Id, string Name, DateTime CreatedAt, DateTime? DeletedAt)
{
    public static TeamLine From(Team team) => new(team.Id, team.Name, team.CreatedAt.UtcDateTime, team.DeletedAt?.UtcDateTime);
}

/// <summary>A member of a team.</summary>
internal sealed record MemberLine(string TeamId, string UserId, string UserName, string Role)
{
    public static MemberLine From(TeamMemberView view) =>
        new(view.Member.TeamId, view.Member.UserId, view.UserName, view.Member.Role.ToString().ToLowerInvariant());
}

/// <summary>A fresh top-up code; its text is shown this once.</summary>
internal sealed record CodeLine(string Id, string Code, string Book, decimal Amount, DateTime? ExpiresAt);

/// <summary>The books checked against each other.</summary>
internal sealed record CheckLine(
    bool Clean, decimal PostingSum, int UnbalancedMoves, int AvailableDifferences, int HeldDifferences, int NegativeBalances, int FinishedWithoutEnd,
    int SourceDifferences);

/// <summary>A balance, in credits.</summary>
internal sealed record BalanceLine(string UserId, string UserName, string Book, decimal Available, decimal Held);

/// <summary>A grant that was made.</summary>
internal sealed record GrantLine(string Id, string UserId, string Book, decimal Amount, string Reason, decimal Available);

/// <summary>A model of the catalogue.</summary>
internal sealed record ModelLine(string Id, string Modality, string Provider, string VendorModel, string Status, string? StatusNote, string? Price);

/// <summary>A fresh master key.</summary>
internal sealed record MasterKeyLine(string Key);

/// <summary>A sealed setting; its sealed text only when it was asked for, its plain text never.</summary>
internal sealed record SecretLine(string Name, string? KeyId, string? Sealed)
{
    public static SecretLine From(string name, string sealedText) => new(name, SealedText.Parse(sealedText)?.KeyId, null);
}

/// <summary>How many secrets are sealed anew, and with which key.</summary>
internal sealed record ResealLine(int Count, string? KeyId);

/// <summary>Where simulators listen.</summary>
internal sealed record SimulatorLine(IReadOnlyList<string> Urls, IReadOnlyList<string> Paths);

/// <summary>What a start of the server found and made; keys on the first start only.</summary>
internal sealed record StartLine(
    IReadOnlyList<string> Urls, string Data, string Database, string Storage, IReadOnlyDictionary<string, string> Vendors, string? LiveKey, string? TestKey);

/// <summary>Why a command failed.</summary>
internal sealed record FailureLine(string Code, string Message, string? Field, IReadOnlyList<SettingProblem>? Settings)
{
    public static FailureLine From(Exception exception) => exception switch
    {
        CommandException { Reason: var reason } => new FailureLine(reason.Code, reason.Message, reason.Field, null),
        SettingsException settings => new FailureLine("wrong_settings", settings.Message, null, settings.Problems),
        _ => new FailureLine("cannot_start", exception.Message, null, null),
    };
}
