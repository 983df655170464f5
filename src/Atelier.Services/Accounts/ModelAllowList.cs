namespace Atelier.Services.Accounts;

/// <summary>The models a key may use: catalogue ids, and <c>vendor/*</c> for everything below a vendor. Two lists of the same patterns are equal.</summary>
public sealed record ModelAllowList
{
    private const int MostPatterns = 100;
    private const int LongestPattern = 200;
    private const string Everything = "/*";

    private ModelAllowList(string text) => Text = text;

    /// <summary>The patterns in alphabetical order, one a line: how they are stored.</summary>
    public string Text { get; }

    /// <summary>The patterns in alphabetical order.</summary>
    public IReadOnlyList<string> Patterns => Text.Split('\n');

    /// <summary>A list of at least one pattern; of none it is <see langword="null"/>, which allows every model.</summary>
    public static Result<ModelAllowList?> Read(IReadOnlyList<string>? patterns)
    {
        if (patterns is null or { Count: 0 })
        {
            return (ModelAllowList?)null;
        }

        return patterns.Count > MostPatterns || patterns.Any(pattern => !IsPattern(pattern))
            ? AccountErrors.InvalidModels(MostPatterns)
            : new ModelAllowList(string.Join('\n', patterns.Select(pattern => pattern.Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    /// <summary>Whether a model of the catalogue may be used.</summary>
    public bool Allows(string modelId) => Patterns.Any(pattern => Matches(pattern, modelId));

    /// <summary>Whether everything that another list allows is allowed by this one; <see langword="null"/> allows everything.</summary>
    public bool Covers(ModelAllowList? other) => other is not null && other.Patterns.All(pattern => Patterns.Any(own => Matches(own, pattern)));

    internal static ModelAllowList Stored(string text) => new(text);

    // A pattern matches a narrower pattern as it matches an id: 'a/*' covers 'a/b' and 'a/b/*'.
    private static bool Matches(string pattern, string id) => pattern.EndsWith(Everything, StringComparison.Ordinal)
        ? id.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : id.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static bool IsPattern(string? pattern)
    {
        var text = pattern?.Trim() ?? "";
        var name = text.EndsWith(Everything, StringComparison.Ordinal) ? text[..^Everything.Length] : text;
        return name.Length is > 0 and <= LongestPattern && name.All(c => c is > ' ' and <= '~' and not '*');
    }
}
