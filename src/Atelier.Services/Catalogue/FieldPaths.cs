namespace Atelier.Services.Catalogue;

/// <summary>Names fields of an input as callers see them: <c>input.messages[0].role</c>.</summary>
internal static class FieldPaths
{
    public const string Root = "input";

    // Unknown names come from the caller and may be of any length.
    private const int LongestName = 64;

    public static string Child(string path, string name) => $"{path}.{Shorten(name)}";

    public static string Shorten(string name) => name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName - 1), "…");
}
