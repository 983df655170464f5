using System.Text.Json.Serialization;
using Atelier.Api.Account;
using Atelier.Api.Admin;
using Atelier.Api.Artifacts;
using Atelier.Api.Books;
using Atelier.Api.Events;
using Atelier.Api.Generations;
using Atelier.Api.Health;
using Atelier.Api.Models;
using Atelier.Api.Problems;
using Atelier.Api.Quotes;
using Atelier.Api.Sessions;
using Atelier.Api.Teams;
using Atelier.Api.Uploads;

namespace Atelier.Api.Json;

/// <summary>Every record on the wire. Names are snake case; members without a value are left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AccountResource))]
[JsonSerializable(typeof(ApiKeyResource))]
[JsonSerializable(typeof(ArtifactResource))]
[JsonSerializable(typeof(CurrentSessionResource))]
[JsonSerializable(typeof(EventResource))]
[JsonSerializable(typeof(GenerationRequest))]
[JsonSerializable(typeof(GenerationResource))]
[JsonSerializable(typeof(GrantBody))]
[JsonSerializable(typeof(HealthResource))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(KeyRotation))]
[JsonSerializable(typeof(KeyUpdate))]
[JsonSerializable(typeof(LedgerMoveResource))]
[JsonSerializable(typeof(ListResource<ApiKeyResource>))]
[JsonSerializable(typeof(ListResource<AttemptResource>))]
[JsonSerializable(typeof(ListResource<AuditResource>))]
[JsonSerializable(typeof(ListResource<GenerationResource>))]
[JsonSerializable(typeof(ListResource<LedgerMoveResource>))]
[JsonSerializable(typeof(ListResource<ModelResource>))]
[JsonSerializable(typeof(ListResource<SessionResource>))]
[JsonSerializable(typeof(ListResource<TeamMemberResource>))]
[JsonSerializable(typeof(ListResource<TeamResource>))]
[JsonSerializable(typeof(ListResource<TopUpCodeResource>))]
[JsonSerializable(typeof(ListResource<UsageResource>))]
[JsonSerializable(typeof(ListResource<UserResource>))]
[JsonSerializable(typeof(ListResource<VendorCostResource>))]
[JsonSerializable(typeof(ListResource<VendorResource>))]
[JsonSerializable(typeof(VendorResource))]
[JsonSerializable(typeof(ModelResource))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(QuoteResource))]
[JsonSerializable(typeof(ReconciliationResource))]
[JsonSerializable(typeof(ResolveBody))]
[JsonSerializable(typeof(UploadResource))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(StatementResource))]
[JsonSerializable(typeof(TopUpCodeResource))]
[JsonSerializable(typeof(TopUpCodesRequest))]
[JsonSerializable(typeof(TopUpRequest))]
[JsonSerializable(typeof(TeamMemberRequest))]
[JsonSerializable(typeof(TeamMemberResource))]
[JsonSerializable(typeof(TeamRequest))]
[JsonSerializable(typeof(TeamResource))]
[JsonSerializable(typeof(TeamUpdate))]
[JsonSerializable(typeof(UserRequest))]
[JsonSerializable(typeof(UserResource))]
[JsonSerializable(typeof(UserUpdate))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
