using Atelier.Server.Settings;
using Atelier.Services.Secrets;

namespace Atelier.Server.Secrets;

/// <summary>Finds the master keys that the settings name.</summary>
internal static class MasterKeys
{
    private const int MostBytes = 64 * 1024;

    /// <summary>A sealer with the keys; without any it can neither seal nor open.</summary>
    /// <exception cref="SettingsException">A key is wrong, or its file cannot be read.</exception>
    public static SecretSealer Sealer(IConfiguration configuration) => new(Read(configuration));

    /// <summary>The keys of <c>ATELIER_MASTER_KEY</c> or <c>ATELIER_MASTER_KEY_FILE</c>; empty without either.</summary>
    /// <exception cref="SettingsException">A key is wrong, or its file cannot be read.</exception>
    public static IReadOnlyList<MasterKey> Read(IConfiguration configuration)
    {
        var text = SettingsReader.Value(configuration, SettingNames.MasterKey);
        var file = SettingsReader.Value(configuration, SettingNames.MasterKeyFile);
        if (text is not null && file is not null)
        {
            throw Wrong(SettingNames.MasterKeyFile, $"set either this or {SettingNames.MasterKey}, not both. Several keys go into one of them, the newest first.");
        }

        var setting = file is null ? SettingNames.MasterKey : SettingNames.MasterKeyFile;
        try
        {
            var keys = MasterKey.ParseAll(file is null ? text : ReadFile(file));
            return file is not null && keys.Count == 0 ? throw Wrong(setting, $"'{file}' holds no key. Make one with: atelier secrets new-key") : keys;
        }
        catch (SecretException exception)
        {
            throw Wrong(setting, exception.Message);
        }
    }

    /// <summary>Lines that begin with <c>#</c> are remarks.</summary>
    private static string ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                throw Wrong(SettingNames.MasterKeyFile, $"'{path}' is too large to be a file of keys.");
            }

            return string.Join('\n', File.ReadLines(path).Where(line => !line.TrimStart().StartsWith('#')));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Wrong(SettingNames.MasterKeyFile, $"'{path}' cannot be read: {exception.Message}");
        }
    }

    private static SettingsException Wrong(string setting, string message) => new([new SettingProblem(setting, message)]);
}
