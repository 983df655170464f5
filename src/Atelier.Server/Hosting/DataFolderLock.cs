using Atelier.Server.Secrets;
using Atelier.Server.Settings;

namespace Atelier.Server.Hosting;

/// <summary>Keeps a second server off the same data folder. The system frees the lock when the process ends, however it ends.</summary>
internal sealed class DataFolderLock(AtelierOptions options) : IDisposable
{
    private const string FileName = "server.lock";
    private FileStream? held;

    /// <summary>Creates the folder when it is missing, and takes the lock.</summary>
    /// <exception cref="StartException">Another server has it, or the folder cannot be written.</exception>
    public void Take()
    {
        try
        {
            PrivateFiles.CreateFolder(options.Data);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {options.Data} cannot be created: {exception.Message} Set {SettingNames.Data} to a folder that can.", exception);
        }

        try
        {
            held = new FileStream(Path.Combine(options.Data, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartException($"The data folder {options.Data} cannot be written. Set {SettingNames.Data} to a folder that can.", exception);
        }
        catch (IOException exception)
        {
            throw new StartException(
                $"Another server is using the data folder {options.Data}. Stop it, or set {SettingNames.Data} to another folder.", exception);
        }
    }

    public void Dispose() => held?.Dispose();
}
