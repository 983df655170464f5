using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Http;

/// <summary>Absolute URLs the vendors hand out.</summary>
internal static class PublicUrls
{
    /// <summary>
    /// The URL of a path such as <c>/runway/outputs/1.mp4</c>: below the configured origin, or else the origin of this request.
    /// </summary>
    public static string PublicUrl(this HttpContext context, SimulatorOptions options, string pathAndQuery)
    {
        var origin = options.PublicBaseUrl?.ToString().TrimEnd('/')
            ?? $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}";
        return origin + pathAndQuery;
    }
}
