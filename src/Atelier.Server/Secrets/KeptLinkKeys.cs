using System.Security.Cryptography;
using Atelier.Server.Hosting;
using Atelier.Services.Artifacts;
using Atelier.Services.Secrets;

namespace Atelier.Server.Secrets;

/// <summary>
/// What addresses of artifacts are signed with: keys made from the master keys, so that a change of these is without interruption and all nodes
/// have the same; without a master key one in a file of the data folder.
/// </summary>
internal sealed class KeptLinkKeys : ILinkKeys
{
    public const string FileName = "links.key";
    private const string Purpose = "atelier artifact links";
    private const int Bytes = 32;

    private KeptLinkKeys(IReadOnlyList<byte[]> keys) => Keys = keys;

    /// <inheritdoc />
    public IReadOnlyList<byte[]> Keys { get; }

    /// <exception cref="StartException">The file can be neither read nor made.</exception>
    public static KeptLinkKeys Of(IReadOnlyList<MasterKey> masters, string dataFolder) =>
        new(masters.Count > 0 ? [.. masters.Select(key => key.Derive(Purpose))] : [ReadOrMake(Path.Combine(dataFolder, FileName))]);

    private static byte[] ReadOrMake(string path)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Bytes } kept)
            {
                return kept;
            }

            // One that is cut off signs nothing; addresses that a lost key signed have ended, which is all they lose.
            var temporary = path + ".tmp";
            File.Delete(temporary);
            var fresh = RandomNumberGenerator.GetBytes(Bytes);
            using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew))
            {
                file.Write(fresh);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            return fresh;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path} can be neither read nor written: {exception.Message}", exception);
        }
    }
}
