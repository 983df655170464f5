using Atelier.Server.Settings;
using Atelier.Services.Secrets;

namespace Atelier.Server.Secrets;

/// <summary>Opens sealed settings at the start: those of <c>secrets.json</c>, and any other whose value begins with <c>sealed:v1:</c>.</summary>
internal static class SealedSettings
{
    /// <summary>The opened values, to be laid over the configuration. A setting given elsewhere goes before the one in the file.</summary>
    /// <exception cref="SettingsException">At least one cannot be opened; the message names each and what to do.</exception>
    public static Dictionary<string, string?> Open(IConfiguration configuration)
    {
        var sealer = MasterKeys.Sealer(configuration);
        var opened = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<SettingProblem>();
        foreach (var (name, text) in Sealed(configuration))
        {
            try
            {
                opened[name] = sealer.Open(SecretNames.Bound(name), text);
            }
            catch (SecretException exception)
            {
                problems.Add(new SettingProblem(name, exception.Message));
            }
        }

        return problems.Count == 0 ? opened : throw new SettingsException(problems);
    }

    private static IEnumerable<KeyValuePair<string, string>> Sealed(IConfiguration configuration)
    {
        var file = new SecretsFile(SettingsReader.DataFolder(configuration));
        foreach (var (name, text) in file.Read().Where(secret => SettingsReader.Value(configuration, secret.Key) is null))
        {
            yield return new(name, text);
        }

        foreach (var (name, value) in configuration.AsEnumerable())
        {
            if (value?.Trim() is { } text && SealedText.IsSealed(text))
            {
                yield return new(name, text);
            }
        }
    }
}
