using Atelier.Services.Generations;

namespace Atelier.Services.Accounts;

/// <summary>Who acts: written down with every act. One instance serves one request.</summary>
/// <param name="id">The user's id, or <c>system</c>.</param>
/// <param name="name">The user's name, or how the system was asked.</param>
public sealed class Actor(string id, string name)
{
    /// <summary>The user's id, or <c>system</c>.</summary>
    public string Id { get; } = id;

    /// <summary>The user's name, or how the system was asked.</summary>
    public string Name { get; } = name;

    /// <summary>What the caller's key may do; <see langword="null"/> for the system, which may do everything.</summary>
    public Caller? Caller { get; init; }

    /// <summary>From which network address.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the act is on the trail already, so that it need not be written by whoever routes the request.</summary>
    public bool Recorded { get; set; }

    /// <summary>Somebody with a key or a session.</summary>
    public static Actor Of(Caller caller, string? address) => new(caller.UserId, caller.UserName) { Caller = caller, Address = address };

    /// <summary>The server itself, or its command line.</summary>
    public static Actor System(string how = "command line") => new("system", how);
}

/// <summary>One act on the trail.</summary>
public sealed record AuditEntry
{
    /// <summary>Id, <c>aud_...</c>; sorts by time.</summary>
    public required string Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a user's id, or <c>system</c>.</summary>
    public required string ActorId { get; init; }

    /// <summary>The actor's name at that time.</summary>
    public required string ActorName { get; init; }

    /// <summary>The key or session used.</summary>
    public string? KeyId { get; init; }

    /// <summary>The network address.</summary>
    public string? Address { get; init; }

    /// <summary>What: <c>user.create</c>, <c>key.rotate</c>, and so on.</summary>
    public required string Act { get; init; }

    /// <summary>The id of what was acted on.</summary>
    public string? TargetId { get; init; }

    /// <summary>What changed, as it was: a JSON object of texts, without secrets.</summary>
    public string? Before { get; init; }

    /// <summary>What changed, as it is.</summary>
    public string? After { get; init; }
}

/// <summary>Which acts to list.</summary>
/// <param name="ActorId">Only this user's.</param>
/// <param name="Act">Only this act.</param>
/// <param name="TargetId">Only acts on this.</param>
/// <param name="Since">Only at this time or later.</param>
/// <param name="Until">Only before this time.</param>
/// <param name="Cursor">Where to continue.</param>
/// <param name="Limit">Page size, 1 to 100.</param>
public sealed record AuditQuery(
    string? ActorId = null, string? Act = null, string? TargetId = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null,
    string? Cursor = null, int Limit = 20);

/// <summary>The trail of acts: it is only ever added to.</summary>
public interface IAuditTrail
{
    /// <summary>Writes down an act that no service has written down itself, in a transaction of its own.</summary>
    Task RecordAsync(
        Actor actor, string act, string? targetId, IReadOnlyDictionary<string, string?> after, CancellationToken cancellationToken);

    /// <summary>One page of acts, newest first.</summary>
    Task<Page<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken);
}
