using System.Collections.Frozen;

namespace Atelier.Api.Authentication;

/// <summary>What a route asks of its caller.</summary>
internal enum Access
{
    /// <summary>Nothing: no key is needed.</summary>
    Anyone,

    /// <summary>The scope read.</summary>
    Read,

    /// <summary>The scope generate.</summary>
    Generate,

    /// <summary>The scope admin: the caller's own account, keys and teams.</summary>
    Admin,

    /// <summary>An operator, with the scope admin. A test key moves and changes what is in the test book only.</summary>
    Operator,

    /// <summary>The same with a live key: what concerns the whole installation.</summary>
    LiveOperator,
}

/// <summary>
/// Who may do what: every route by its name. A route that is not listed is refused to everybody, and a test compares the list with the
/// routes and with the OpenAPI document.
/// </summary>
internal static class AccessTable
{
    public static FrozenDictionary<string, Access> Rules { get; } = Build().ToFrozenDictionary(StringComparer.Ordinal);

    public static Access? Of(string? route) => route is not null && Rules.TryGetValue(route, out var access) ? access : null;

    private static IEnumerable<KeyValuePair<string, Access>> Build() =>
    [
        .. Are(Access.Anyone, "openSession", "startOpenId", "openArtifactLink", "healthLive", "healthReady"),
        .. Are(
            Access.Read,
            "getSession", "endCurrentSession",
            "listGenerations", "getGeneration", "listAttempts", "followGeneration", "followEvents",
            "getArtifact", "getArtifactContent", "getUpload", "getUploadContent", "listModels", "getModel",
            "getAccount", "getStatement", "getUsage", "listLedger", "listKeys", "getKey", "listSessions", "listTeams", "getTeam", "listTeamMembers", "listTeamKeys",
            "openAiListVideos", "openAiGetVideo", "openAiGetVideoContent", "openAiListModels", "openAiGetModel"),
        .. Are(
            Access.Generate,
            "createGeneration", "cancelGeneration", "deleteGeneration", "retryGeneration", "createUpload", "createQuote",
            "openAiCreateImage", "openAiEditImage", "openAiVaryImage", "openAiCreateSpeech", "openAiTranscribe", "openAiTranslate", "openAiChat",
            "openAiEmbed", "openAiCreateVideo", "openAiDeleteVideo", "openAiRemixVideo"),
        .. Are(
            Access.Admin,
            "redeemTopUp", "createKey", "updateKey", "rotateKey", "revokeKey", "setPassword", "endSession", "endSessions",
            "updateTeam", "putTeamMember", "removeTeamMember", "revokeTeamKey"),
        .. Are(
            Access.Operator,
            "adminListUsers", "adminCreateUser", "adminGetUser", "adminUpdateUser", "adminSetUserPassword", "adminRemoveUserPassword",
            "adminListUserSessions", "adminEndSession", "adminEndUserSessions", "adminListUserKeys", "adminCreateUserKey", "adminListKeys", "adminGetKey", "adminUpdateKey",
            "adminRotateKey", "adminRevokeKey", "adminListTeams", "adminCreateTeam", "adminUpdateTeam", "adminDeleteTeam", "adminListAudit",
            "adminGrantCredits", "adminAdjustCredits", "adminGetStatement", "adminGetUsage", "adminGetVendorCosts", "adminCreateTopUpCodes", "adminListTopUpCodes",
            "adminRevokeTopUpCode", "adminListLedger", "adminReconcile", "adminListGenerations", "adminResolveGeneration",
            "adminListVendors"),
        .. Are(Access.LiveOperator, "adminDrainVendor", "adminResumeVendor"),
    ];

    private static IEnumerable<KeyValuePair<string, Access>> Are(Access access, params string[] routes) =>
        routes.Select(route => KeyValuePair.Create(route, access));
}
