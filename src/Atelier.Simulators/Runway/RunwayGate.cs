using System.Text.RegularExpressions;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Runway;

/// <summary>What every call to the API passes first: a known key, then the API version.</summary>
internal sealed partial class RunwayGate(VendorSimulators simulators)
{
    public const string Version = "2024-11-06";
    private const string VersionHeader = "X-Runway-Version";

    /// <summary>The owner of the key, or null after the call was refused.</summary>
    public async Task<string?> EnterAsync(HttpContext context)
    {
        var key = ApiKeys.Presented(context);
        if (!simulators.Options.Accepts(key) || (simulators.Options.Runway.RequireKeyFormat && !KeyFormat().IsMatch(key!)))
        {
            await RunwayAnswers.RefuseAsync(context, StatusCodes.Status401Unauthorized, "The API key is missing, malformed or disabled.");
            return null;
        }

        var version = context.Request.Headers[VersionHeader].ToString();
        if (version == Version)
        {
            return ApiKeys.Owner(key!);
        }

        var problem = version.Length == 0
            ? $"The {VersionHeader} header is required."
            : $"The {VersionHeader} header names no supported version.";
        await RunwayAnswers.RefuseAsync(context, StatusCodes.Status400BadRequest, problem, withDocs: true);
        return null;
    }

    [GeneratedRegex("^key_[0-9a-f]{128}$")]
    private static partial Regex KeyFormat();
}
