using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Requests;

/// <summary>
/// Pages of other sites that may call the API from a browser: none, unless an operator names their origins. They come with a key of their own;
/// the cookie of a browser's session is never taken from another site.
/// </summary>
internal static class OtherOrigins
{
    /// <summary>The setting: origins such as <c>https://app.example</c>.</summary>
    public const string Setting = "Atelier:Cors:Origins";

    private static readonly char[] Separators = [';', ',', ' '];
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private static readonly string[] Told =
    [
        "Location", "Retry-After", "ETag", "Content-Disposition", "Content-Range", "Accept-Ranges", "RateLimit", "RateLimit-Policy", "X-Request-Id", "Idempotent-Replayed",
        "x-atelier-generation-id", "x-atelier-credits",
    ];

    /// <exception cref="FormatException">An origin is none; the message says which.</exception>
    public static void AddOtherOrigins(this IServiceCollection services, IConfiguration? configuration)
    {
        var origins = Read(configuration);
        services.AddCors(cors => cors.AddDefaultPolicy(policy => Fill(policy, origins)));
    }

    /// <summary>Before authentication: a browser asks beforehand, and without a key.</summary>
    public static void UseOtherOrigins(this IApplicationBuilder app) => app.UseCors();

    /// <summary>The origins of the settings: one text, or a list.</summary>
    internal static string[] Read(IConfiguration? configuration)
    {
        var section = configuration?.GetSection(Setting);
        var texts = section?.GetChildren().Select(item => item.Value).Append(section.Value) ?? [];
        var origins = texts.SelectMany(text => (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries)).Select(origin => origin.TrimEnd('/')).ToArray();
        return Array.Find(origins, origin => !IsOrigin(origin)) is { } wrong
            ? throw new FormatException($"'{wrong}' is not an origin; give the start of the page's address, such as https://app.example, without a path. '*' is not taken.")
            : origins;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);

    private static void Fill(CorsPolicyBuilder policy, string[] origins)
    {
        if (origins.Length > 0)
        {
            policy.WithOrigins(origins).AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(Told).SetPreflightMaxAge(Remembered).DisallowCredentials();
        }
    }
}
