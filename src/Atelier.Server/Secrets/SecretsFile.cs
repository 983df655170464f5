using System.Text.Json;
using Atelier.Server.Hosting;
using Atelier.Server.Settings;

namespace Atelier.Server.Secrets;

/// <summary>
/// <c>secrets.json</c> in the data folder: one JSON object of names and sealed texts. A change is written beside it, flushed and renamed over it,
/// so it is the old one or the new one, whatever happens.
/// </summary>
internal sealed class SecretsFile(string dataFolder)
{
    public const string Name = "secrets.json";
    private const string TemporaryName = "secrets.json.tmp";
    private const string LockName = "secrets.lock";

    public string Path { get; } = System.IO.Path.Combine(dataFolder, Name);

    /// <summary>Names and sealed texts; empty without a file.</summary>
    /// <exception cref="StartException">It cannot be read.</exception>
    public SortedDictionary<string, string> Read()
    {
        try
        {
            var found = File.Exists(Path) ? JsonSerializer.Deserialize(File.ReadAllBytes(Path), SecretsJson.Default.DictionaryStringString) : null;
            return new SortedDictionary<string, string>(found ?? [], StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new StartException($"{Path} is not a JSON object of names and sealed texts. Mend it, or move it away and set the secrets again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{Path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Changes the file; two commands at once wait for no one, the later is refused.</summary>
    /// <param name="change">Changes the secrets.</param>
    /// <param name="beforePublish">Called when the new file is on the disk but not yet in place; for tests.</param>
    /// <exception cref="StartException">It cannot be read or written.</exception>
    public T Change<T>(Func<SortedDictionary<string, string>, T> change, Action? beforePublish = null)
    {
        try
        {
            PrivateFiles.CreateFolder(dataFolder);
            using var held = PrivateFiles.Open(System.IO.Path.Combine(dataFolder, LockName), FileMode.OpenOrCreate);
            var secrets = Read();
            var result = change(secrets);
            Write(secrets, beforePublish);
            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"{Path} cannot be changed: {exception.Message} Perhaps another command is changing it. Check {SettingNames.Data}.", exception);
        }
    }

    private void Write(SortedDictionary<string, string> secrets, Action? beforePublish)
    {
        // One left by a command that was killed.
        var temporary = System.IO.Path.Combine(dataFolder, TemporaryName);
        File.Delete(temporary);
        using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew))
        {
            JsonSerializer.Serialize(file, new Dictionary<string, string>(secrets), SecretsJson.Default.DictionaryStringString);
            file.Flush(flushToDisk: true);
        }

        beforePublish?.Invoke();
        File.Move(temporary, Path, overwrite: true);
    }
}
