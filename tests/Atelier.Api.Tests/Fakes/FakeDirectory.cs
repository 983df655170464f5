using System.Collections.Concurrent;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Fakes;

/// <summary>No sessions and no teams: their routes are tested over the real services. Acts are kept.</summary>
internal sealed class FakeDirectory(TimeProvider time) : ISessionService, ITeamService, IAuditTrail
{
    public ConcurrentQueue<AuditEntry> Acts { get; } = new();

    public Task<Result<Caller>> AuthenticateAsync(string secret, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Caller>>(new ServiceError(ErrorKind.Unauthenticated, "session_ended", "This session has ended. Sign in again."));

    public Task RecordAsync(Actor actor, string act, string? targetId, IReadOnlyDictionary<string, string?> after, CancellationToken cancellationToken)
    {
        Acts.Enqueue(new AuditEntry
        {
            Id = $"aud_{Acts.Count}", At = time.GetUtcNow(), ActorId = actor.Id, ActorName = actor.Name, Act = act, TargetId = targetId,
            After = string.Join(' ', after.Select(fact => $"{fact.Key}={fact.Value}")),
        });
        return Task.CompletedTask;
    }

    public Task<Page<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<OpenedSession>> OpenByKeyAsync(string apiKey, string? address, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<OpenedSession>> OpenByPasswordAsync(
        string name, string password, Book book, string? teamId, string? address, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<OpenedSession>> OpenByOpenIdAsync(string subject, string? address, CancellationToken cancellationToken) => throw Unused();

    public Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<Session>> EndAsync(string sessionId, string? userId, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<int> EndAllAsync(string userId, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<Team>> CreateAsync(string name, AccountLimits limits, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<TeamView>> FindAsync(string teamId, Caller caller, CancellationToken cancellationToken) => throw Unused();

    public Task<Page<TeamView>> ListAsync(string? userId, string? cursor, int limit, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<Team>> UpdateAsync(string teamId, string? name, AccountLimits? limits, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<Team>> DeleteAsync(string teamId, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<IReadOnlyList<TeamMemberView>>> MembersAsync(string teamId, Caller caller, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<TeamMemberView>> PutMemberAsync(
        string teamId, string userId, TeamRole role, Actor actor, CancellationToken cancellationToken) => throw Unused();

    public Task<Result<TeamMember>> RemoveMemberAsync(string teamId, string userId, Actor actor, CancellationToken cancellationToken) => throw Unused();

    private static NotSupportedException Unused() => new("These routes are tested over the real services.");
}
