using System.Security.Cryptography;
using System.Text;

namespace Atelier.Services.Secrets;

/// <summary>
/// Seals with AES-256-GCM and a random nonce of 96 bits. The name, the form and the key's id are authenticated with the text, so that a sealed
/// text opens under no other name.
/// </summary>
/// <param name="keys">The first seals, all open.</param>
public sealed class SecretSealer(IReadOnlyList<MasterKey> keys) : ISecretSealer
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const string Remedy = "Set ATELIER_MASTER_KEY or ATELIER_MASTER_KEY_FILE";

    /// <inheritdoc />
    public string? CurrentKeyId => keys.Count > 0 ? keys[0].Id : null;

    /// <inheritdoc />
    public string Seal(string name, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(secret);
        var key = keys.Count > 0
            ? keys[0]
            : throw new SecretException($"There is no master key to seal with. {Remedy}; make a key with: atelier secrets new-key");
        var plain = Encoding.UTF8.GetBytes(secret);
        var bytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = bytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Key, TagBytes);
        cipher.Encrypt(nonce, plain, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), Bound(key.Id, name));
        CryptographicOperations.ZeroMemory(plain);
        return new SealedText(key.Id, bytes).ToString();
    }

    /// <inheritdoc />
    public string Open(string name, string sealedText)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(sealedText);
        if (SealedText.Parse(sealedText) is not { Bytes.Length: >= NonceBytes + TagBytes } parsed)
        {
            throw new SecretException("its sealed text is malformed or cut off. Seal it again with: atelier secrets set");
        }

        var key = keys.FirstOrDefault(known => known.Id == parsed.KeyId) ?? throw Unknown(parsed.KeyId);
        var plain = new byte[parsed.Bytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key.Key, TagBytes);
        try
        {
            cipher.Decrypt(
                parsed.Bytes.AsSpan(0, NonceBytes), parsed.Bytes.AsSpan(NonceBytes + TagBytes), parsed.Bytes.AsSpan(NonceBytes, TagBytes), plain,
                Bound(key.Id, name));
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException exception)
        {
            throw new SecretException("its sealed text was altered, or was sealed for another name. Seal it again with: atelier secrets set", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private SecretException Unknown(string keyId) => new(keys.Count == 0
        ? $"it is sealed with the master key {keyId}, and no master key is given. {Remedy} to that key."
        : $"it is sealed with the master key {keyId}, which is not among those given ({string.Join(", ", keys)}). Add that key to the setting.");

    private static byte[] Bound(string keyId, string name) => Encoding.UTF8.GetBytes($"{SealedText.Prefix}{keyId}\n{name}");
}
