using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability;

/// <summary>Chooses between bytes and JSON by the Accept header.</summary>
internal static class AcceptHeader
{
    /// <summary>
    /// True for JSON, false for bytes, null when nothing acceptable is asked for. The first known type counts; no header means bytes in
    /// v2beta.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="kind">Main type of the bytes: <c>image</c> or <c>video</c>.</param>
    public static bool? WantsJson(HttpContext context, string kind)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (string.IsNullOrWhiteSpace(accept))
        {
            return false;
        }

        foreach (var range in accept.Split(','))
        {
            var type = range.Split(';')[0].Trim();
            if (type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (type == "*/*" || type.StartsWith($"{kind}/", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return null;
    }
}
