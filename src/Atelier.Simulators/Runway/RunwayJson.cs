using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Atelier.Simulators.Runway;

/// <summary>Error of every kind; <c>issues</c> only for a body that fails validation.</summary>
internal sealed record RunwayError(string Error, JsonArray? Issues = null, string? DocUrl = null);

internal sealed record RunwayCredits(decimal Credits);

/// <summary>Answer to every POST that starts a task.</summary>
internal sealed record RunwayCreated(string Id, RunwayCredits EstimatedCost);

/// <summary>A task; the union on status is made by leaving out what a status does not have.</summary>
internal sealed record RunwayTaskAnswer(
    string Id,
    string CreatedAt,
    string Status,
    double? Progress = null,
    IReadOnlyList<string>? Output = null,
    string? Failure = null,
    string? FailureCode = null,
    RunwayCredits? EstimatedCost = null,
    RunwayCredits? Cost = null);

internal sealed record RunwayUpload(string UploadUrl, IReadOnlyDictionary<string, string> Fields, string RunwayUri);

internal sealed record RunwayOrganization(decimal CreditBalance, RunwayTier Tier, RunwayUsageToday Usage);

internal sealed record RunwayTier(int MaxMonthlyCreditSpend, IReadOnlyDictionary<string, RunwayModelLimits> Models);

/// <summary>Limits of one model; null is written, it means unlimited.</summary>
internal sealed record RunwayModelLimits(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxConcurrentGenerations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxDailyGenerations);

internal sealed record RunwayUsageToday(IReadOnlyDictionary<string, RunwayModelUsage> Models);

internal sealed record RunwayModelUsage(int DailyGenerations);

internal sealed record RunwayUsageReport(IReadOnlyList<string> Models, IReadOnlyList<RunwayUsageDay> Results);

internal sealed record RunwayUsageDay(string Date, IReadOnlyList<RunwayUsedCredits> UsedCredits);

internal sealed record RunwayUsedCredits(string Model, decimal Amount);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunwayError))]
[JsonSerializable(typeof(RunwayCreated))]
[JsonSerializable(typeof(RunwayTaskAnswer))]
[JsonSerializable(typeof(RunwayUpload))]
[JsonSerializable(typeof(RunwayOrganization))]
[JsonSerializable(typeof(RunwayUsageReport))]
[JsonSerializable(typeof(RunwayWork))]
internal sealed partial class RunwayJson : JsonSerializerContext
{
    /// <summary>Writes as the vendor does: messages keep their comparison signs unescaped.</summary>
    public static RunwayJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
