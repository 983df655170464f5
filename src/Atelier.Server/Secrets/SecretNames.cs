using Atelier.Server.Settings;

namespace Atelier.Server.Secrets;

/// <summary>Names of sealed settings.</summary>
internal static class SecretNames
{
    private const int Longest = 200;

    // They say where the secrets are and how they are opened.
    private static readonly string[] NeverSealed = [SettingNames.Data, SettingNames.MasterKey, SettingNames.MasterKeyFile];

    /// <summary>A name as settings spell it: environment variables write <c>__</c> for <c>:</c>.</summary>
    public static string Clean(string name) => name.Trim().Replace("__", ":", StringComparison.Ordinal);

    /// <summary>What a sealed text is bound to: settings have the same name in any case.</summary>
    public static string Bound(string name) => Clean(name).ToUpperInvariant();

    /// <summary>What is wrong with a name; <see langword="null"/> when nothing is.</summary>
    public static string? Problem(string name) => name switch
    {
        { Length: 0 or > Longest } => $"A setting's name has 1 to {Longest} characters.",
        _ when !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or ':' or '-' or '.') =>
            "A setting's name has letters, digits and _ : - . only, such as STABILITY_API_KEY.",
        _ when NeverSealed.Contains(name, StringComparer.OrdinalIgnoreCase) => $"{name} cannot be sealed: it is needed to open what is.",
        _ => null,
    };
}
