namespace Atelier.Services.Artifacts.Storage;

/// <summary>
/// The form of keys: folders of <c>a-z 0-9 _ -</c>, divided by slashes, and a last part with a dot in it (<c>live/2026/11/gen_1/0.png</c>).
/// So a key is the same on every file system and object store, can never leave its folder, and no key can be the folder of another.
/// </summary>
internal static class StoreKey
{
    public const int Longest = 300;

    /// <exception cref="ArgumentException">The key has another form.</exception>
    public static void Check(string key)
    {
        if (!IsWellFormed(key))
        {
            throw new ArgumentException($"A store key must have folders of a-z 0-9 _ - and a last part with a dot, such as live/0.png, not '{key}'.", nameof(key));
        }
    }

    public static bool IsWellFormed(string key)
    {
        if (key.Length is 0 or > Longest)
        {
            return false;
        }

        var parts = key.Split('/');
        return parts[..^1].All(part => part.Length > 0 && part.All(IsPlain)) && IsFileName(parts[^1]);
    }

    /// <summary>A prefix may end anywhere, as in object stores.</summary>
    /// <exception cref="ArgumentException">No key can begin so.</exception>
    public static void CheckPrefix(string prefix)
    {
        if (prefix.Length > Longest || !prefix.All(character => IsPlain(character) || character is '/' or '.') || prefix.Contains("..", StringComparison.Ordinal))
        {
            throw new ArgumentException($"No store key begins with '{prefix}'.", nameof(prefix));
        }
    }

    private static bool IsFileName(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < name.Length - 1
            && name.AsSpan(0, dot).IndexOfAnyExcept(Plain) < 0
            && name.AsSpan(dot + 1).IndexOfAnyExcept(Plain) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    private static bool IsPlain(char character) => Plain.Contains(character);
}
