using Atelier.Api.Authentication;

namespace Atelier.Server.Settings;

/// <summary>Whether the settings of the OpenID Connect provider are whole: half of them would turn it off without a word.</summary>
internal static class OpenIdCheck
{
    /// <summary>Whether there is a provider.</summary>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static bool IsConfigured(IConfiguration configuration)
    {
        var settings = configuration.GetSection(OpenIdSettings.Section).Get<OpenIdSettings>() ?? new OpenIdSettings();
        var problems = new List<SettingProblem>();
        if (string.IsNullOrEmpty(settings.Authority) && string.IsNullOrEmpty(settings.ClientId) && string.IsNullOrEmpty(settings.ClientSecret))
        {
            return false;
        }

        if (!Uri.TryCreate(settings.Authority, UriKind.Absolute, out var authority)
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            problems.Add(new SettingProblem($"{OpenIdSettings.Section}:Authority", "Give the provider's issuer, an https address."));
        }

        if (string.IsNullOrEmpty(settings.ClientId))
        {
            problems.Add(new SettingProblem($"{OpenIdSettings.Section}:ClientId", "Give the client id that the provider gave you."));
        }

        if (problems.Count > 0)
        {
            throw new SettingsException(problems);
        }

        return true;
    }
}
