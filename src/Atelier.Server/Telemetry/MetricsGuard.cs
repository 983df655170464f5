using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Server.Telemetry;

/// <summary>Who may read <c>/metrics</c>.</summary>
internal sealed record MetricsAccess
{
    public const string TokenSetting = "Atelier:Metrics:Token";
    public const string LoopbackSetting = "Atelier:Metrics:Loopback";

    /// <summary>A bearer token that may read it beside operators' keys. Default: none.</summary>
    public string? Token { get; init; }

    /// <summary>Whether processes of the same machine may read it without a key. Default: yes.</summary>
    public bool TrustsLoopback { get; init; } = true;

    // The compiler's own text would print the token.
    public override string ToString() => $"loopback {TrustsLoopback}";
}

/// <summary>Lets the same machine, operators and the metrics token read <c>/metrics</c>, and nobody else.</summary>
internal sealed class MetricsGuard(RequestDelegate next, MetricsAccess access)
{
    public const string Path = "/metrics";

    private const string BearerPrefix = "Bearer ";
    private const string OperatorRole = "operator";

    public Task InvokeAsync(HttpContext context)
    {
        if (IsLocal(context) || HasToken(context.Request) || context.User.IsInRole(OperatorRole))
        {
            return next(context);
        }

        var known = context.User.Identity?.IsAuthenticated == true;
        context.Response.StatusCode = known ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        if (!known)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"atelier\"";
        }

        return Task.CompletedTask;
    }

    // Behind a proxy on the same machine everybody comes from there; such a proxy says for whom it asks.
    private bool IsLocal(HttpContext context) =>
        access.TrustsLoopback
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private bool HasToken(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return access.Token is { } token
            && authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[BearerPrefix.Length..].Trim()), Encoding.UTF8.GetBytes(token));
    }
}
