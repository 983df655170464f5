using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Problems;

/// <summary>
/// Takes keys out of addresses: somebody who mistakes the place of an id for that of a key must not find it in logs and traces. No address of
/// ours holds a key, so nothing is lost.
/// </summary>
internal static partial class KeysInPaths
{
    private const string PathTag = "url.path";
    private const string Mask = "***";

    /// <summary>Before routing, which logs paths.</summary>
    public static void UseKeylessPaths(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var path = context.Request.Path.Value;
        if (path is not null && KeyShape().IsMatch(path))
        {
            context.Request.Path = KeyShape().Replace(path, Mask);
            Activity.Current?.SetTag(PathTag, context.Request.Path.Value);
        }

        return next(context);
    });

    [GeneratedRegex("(?:atl_(?:live|test)_|ats_)[A-Za-z0-9]{8,}")]
    private static partial Regex KeyShape();
}
