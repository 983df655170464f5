namespace Atelier.Clients.Http;

/// <summary>
/// Ties the calls made inside it to one key, for vendors who show a task only to the key that started it; and tells which key the calls
/// used. Matters only for accounts with several keys.
/// </summary>
/// <example><code>
/// using var scope = VendorKeyScope.Begin();
/// var created = await client.TextToVideoAsync(request);
/// var keyId = scope.UsedKeyId; // keep it with created.Id, and poll inside VendorKeyScope.Begin(keyId)
/// </code></example>
public sealed class VendorKeyScope : IDisposable
{
    private static readonly AsyncLocal<VendorKeyScope?> Ambient = new();

    private readonly VendorKeyScope? _outer;

    private VendorKeyScope(string? keyId)
    {
        KeyId = keyId;
        _outer = Ambient.Value;
        Ambient.Value = this;
    }

    /// <summary>The key that calls must use; <see langword="null"/> leaves the choice to the client.</summary>
    public string? KeyId { get; }

    /// <summary>The key that the newest call used; <see langword="null"/> when there was none, or the account has only one key.</summary>
    public string? UsedKeyId { get; internal set; }

    internal static VendorKeyScope? Current => Ambient.Value;

    /// <summary>The key that a call must use, or should: within one scope calls stay with the key that the first of them used.</summary>
    internal static (string? Id, bool Must) Wanted => Current is { } scope ? (scope.KeyId ?? scope.UsedKeyId, scope.KeyId is not null) : default;

    /// <summary>Begins a scope; dispose it where it was begun.</summary>
    /// <param name="keyId">What <see cref="UsedKeyId"/> told earlier; a key that is gone meanwhile is replaced by another.</param>
    public static VendorKeyScope Begin(string? keyId = null) => new(keyId);

    /// <summary>Ends the scope.</summary>
    public void Dispose() => Ambient.Value = _outer;
}
