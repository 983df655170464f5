using System.Text.Json;
using Atelier.Api.Problems;
using Atelier.Services;

namespace Atelier.Api.Generations;

/// <summary>Reads the member <c>cache</c> of a request.</summary>
internal static class CacheRequest
{
    private const string Field = "cache";
    private const string AgeField = "cache.max_age";
    private const long LongestSeconds = 315_360_000;

    /// <summary>The oldest result that may be shared; no value when sharing is not asked for.</summary>
    public static Result<TimeSpan?> Read(JsonElement? cache) => cache switch
    {
        null or { ValueKind: JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined } => (TimeSpan?)null,
        { ValueKind: JsonValueKind.True } => (TimeSpan?)TimeSpan.MaxValue,
        { ValueKind: JsonValueKind.Object } members => ReadAge(members),
        _ => Wrong(Field, "'cache' must be true, false or an object such as {\"max_age\": 3600}."),
    };

    private static Result<TimeSpan?> ReadAge(JsonElement members)
    {
        foreach (var member in members.EnumerateObject().Where(member => member.Name != "max_age"))
        {
            return Wrong($"{Field}.{member.Name}", $"'cache' has only the member 'max_age', not '{member.Name}'.");
        }

        if (!members.TryGetProperty("max_age", out var age))
        {
            return (TimeSpan?)TimeSpan.MaxValue;
        }

        return age.ValueKind == JsonValueKind.Number && age.TryGetInt64(out var seconds) && seconds is >= 0 and <= LongestSeconds
            ? (TimeSpan?)TimeSpan.FromSeconds(seconds)
            : Wrong(AgeField, $"'cache.max_age' must be a whole number of seconds from 0 to {LongestSeconds}.");
    }

    private static ServiceError Wrong(string field, string message) => new(ErrorKind.Invalid, ProblemCodes.InvalidValue, message, field);
}
