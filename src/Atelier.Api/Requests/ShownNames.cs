namespace Atelier.Api.Requests;

/// <summary>Names that callers chose, as answers repeat them: never so long that the answer is about them.</summary>
internal static class ShownNames
{
    private const int Longest = 100;

    public static string Shown(this string name) => name.Length <= Longest ? name : $"{name[..Longest]}…";
}
