using System.Text.Json;
using Atelier.Api.Json;
using Atelier.Api.OpenApi;
using Atelier.Api.Requests;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api.Admin;

/// <summary>The trail of acts, for operators.</summary>
internal static class AuditAdminEndpoints
{
    public static void MapAuditAdmin(this RouteGroupBuilder admin) =>
        admin.MapGet("/audit", ListAsync).WithName("adminListAudit")
            .Describe("List acts", "Who changed what and when: every act of an operator, every change of keys, passwords, teams and sessions; newest first.")
            .Problems(400);

    private static async Task<Ok<ListResource<AuditResource>>> ListAsync(
        Query<AuditListQuery> query, IAuditTrail trail, CancellationToken cancellationToken)
    {
        var page = await trail.ListAsync(query.Value.Filter, cancellationToken);
        return TypedResults.Ok(ListResource.From(page, AuditResource.From));
    }
}

/// <summary>One act on the trail.</summary>
internal sealed record AuditResource
{
    public required string Id { get; init; }

    public string Object { get; } = "audit_entry";

    public required DateTime At { get; init; }

    /// <summary>A user's id, or system.</summary>
    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    /// <summary>The key or session used.</summary>
    public string? KeyId { get; init; }

    /// <summary>From which network address.</summary>
    public string? Address { get; init; }

    /// <summary>What was done, for example key.rotate.</summary>
    public required string Act { get; init; }

    /// <summary>The id of what it was done to.</summary>
    public string? TargetId { get; init; }

    /// <summary>What changed, as it was.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>What changed, as it is.</summary>
    public JsonElement? After { get; init; }

    public static AuditResource From(AuditEntry entry) => new()
    {
        Id = entry.Id,
        At = entry.At.UtcDateTime,
        ActorId = entry.ActorId,
        ActorName = entry.ActorName,
        KeyId = entry.KeyId,
        Address = entry.Address,
        Act = entry.Act,
        TargetId = entry.TargetId,
        Before = Read(entry.Before),
        After = Read(entry.After),
    };

    private static JsonElement? Read(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <summary>Which acts to list.</summary>
internal sealed record AuditListQuery(AuditQuery Filter) : IQueryShape<AuditListQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("actor_id", "Only acts of this user."),
        new("act", "Only this act, for example key.rotate."),
        new("target_id", "Only acts on this."),
        new("since", "Only at this time or later.") { Format = "date-time" },
        new("until", "Only before this time.") { Format = "date-time" },
        .. PageQuery.Parameters,
    ];

    public static AuditListQuery Read(QueryReader reader) => new(new AuditQuery(
        reader.Text("actor_id"), reader.Text("act"), reader.Text("target_id"), reader.Time("since"), reader.Time("until"),
        PageQuery.ReadCursor(reader), PageQuery.ReadLimit(reader)));
}
