using Atelier.Api.Problems;
using Atelier.Services;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Atelier.Api.Authentication;

/// <summary>Sign-in by an OpenID Connect provider; there only when it is configured.</summary>
public sealed record OpenIdSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Atelier:OpenIdConnect";

    /// <summary>The provider's issuer, an https address (http only on this machine). Default: none, which turns it off.</summary>
    public string? Authority { get; init; }

    /// <summary>The client id that the provider gave.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client secret that the provider gave; <see langword="null"/> for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Whether it is turned on.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(Authority) && !string.IsNullOrEmpty(ClientId);

    // The compiler's own text would print the secret.
    public override string ToString() => $"authority {Authority}";
}

/// <summary>
/// The code flow with PKCE. The provider proves who somebody is; which user that is, an operator has said by the user's subject. What comes of
/// it is a session of ours: nothing of the provider's is kept.
/// </summary>
internal static class OpenIdSignIn
{
    public const string Scheme = "OpenId";
    public const string CallbackPath = "/api/v1/session/openid/callback";

    private const string ReturnTo = "return_to";

    private static readonly ServiceError Failed = new(
        ErrorKind.Unauthenticated, ProblemCodes.OpenIdFailed, "The OpenID Connect provider did not let you in, or the sign-in took too long. Start it again.");

    public static void AddOpenIdSignIn(this IServiceCollection services, IConfiguration? configuration)
    {
        var settings = configuration?.GetSection(OpenIdSettings.Section).Get<OpenIdSettings>() ?? new OpenIdSettings();
        services.AddSingleton(settings);
        if (settings.IsConfigured)
        {
            services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, settings));
        }
    }

    /// <summary>Sends the browser to the provider, to come back to a path of ours.</summary>
    public static Task StartAsync(HttpContext context, string returnTo)
    {
        var properties = new AuthenticationProperties();
        properties.Items[ReturnTo] = returnTo;
        return context.ChallengeAsync(Scheme, properties);
    }

    /// <summary>Whether a path leads nowhere but here.</summary>
    public static bool IsLocal(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);

    private static void Configure(OpenIdConnectOptions options, OpenIdSettings settings)
    {
        options.Authority = settings.Authority;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.CallbackPath = CallbackPath;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.Scope.Clear();
        options.Scope.Add("openid");

        // Needed by the framework, never used: the ticket becomes a session of ours below.
        options.SignInScheme = ApiKeyScheme.Name;

        // With the answer in the query, the browser comes back by a plain link; these cookies need not cross sites.
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.Events.OnTicketReceived = OpenAsync;
        options.Events.OnRemoteFailure = async context =>
        {
            context.HandleResponse();
            await ProblemWriter.WriteErrorAsync(context.HttpContext, Failed);
        };
    }

    private static async Task OpenAsync(TicketReceivedContext ticket)
    {
        var context = ticket.HttpContext;
        ticket.HandleResponse();
        if (ticket.Principal?.FindFirst("sub")?.Value is not { Length: > 0 } subject)
        {
            await ProblemWriter.WriteErrorAsync(context, Failed);
            return;
        }

        var sessions = context.RequestServices.GetRequiredService<ISessionService>();
        var opened = await sessions.OpenByOpenIdAsync(subject, context.AddressOfCaller(), context.RequestAborted);
        if (!opened.IsOk)
        {
            await ProblemWriter.WriteErrorAsync(context, opened.Error);
            return;
        }

        SessionCookie.Write(context, opened.Value);
        context.Response.Redirect(ticket.Properties?.Items.TryGetValue(ReturnTo, out var path) == true && path is not null ? path : "/");
    }
}
