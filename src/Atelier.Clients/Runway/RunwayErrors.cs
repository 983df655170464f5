using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

/// <summary>Reads Runway's error envelope: one text, and for a failed validation a list of issues with their paths.</summary>
internal static class RunwayErrors
{
    public static VendorError Parse(int statusCode, VendorErrorKind byStatus, ReadOnlyMemory<byte> body)
    {
        var root = LenientJson.Parse(body);
        var text = root.Get("error").AsText();
        JsonElement[] issues = root.Get("issues") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
        return new VendorError(
            IsLackOfCredits(statusCode, text) ? VendorErrorKind.Balance : byStatus,
            issues.Select(issue => issue.Get("code").AsText()).FirstOrDefault(code => code is not null),
            Join(text, issues));
    }

    // The vendor has no code for an empty account, only a 400 with this sentence.
    private static bool IsLackOfCredits(int statusCode, string? text) =>
        statusCode == 400 && text?.Contains("enough credits", StringComparison.OrdinalIgnoreCase) == true;

    private static string? Join(string? text, JsonElement[] issues)
    {
        var details = issues.Select(Describe).Where(detail => detail is not null).Distinct();
        var joined = string.Join("; ", details);
        return (text, joined) switch
        {
            (null, "") => null,
            (null, _) => joined,
            (_, "") => text,
            _ => $"{text}: {joined}",
        };
    }

    private static string? Describe(JsonElement issue)
    {
        if (issue.Get("message").AsText() is not { } message)
        {
            return null;
        }

        var path = issue.Get("path") is { ValueKind: JsonValueKind.Array } steps
            ? string.Join('.', steps.EnumerateArray().Select(step => step.AsText()))
            : "";
        return path.Length == 0 ? message : $"{path}: {message}";
    }
}
