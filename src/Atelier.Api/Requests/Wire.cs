using System.Collections.Frozen;
using System.Text.Json;

namespace Atelier.Api.Requests;

/// <summary>Names of enum members on the wire: snake case.</summary>
internal static class Wire
{
    public static string Name<T>(T value)
        where T : struct, Enum => Table<T>.NameOf[value];

    public static IReadOnlyCollection<string> Names<T>()
        where T : struct, Enum => Table<T>.Ordered;

    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is not null && Table<T>.ValueOf.TryGetValue(text, out value);
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly string[] Ordered = [.. Enum.GetValues<T>().Select(ToSnakeCase)];

        public static readonly FrozenDictionary<T, string> NameOf = Enum.GetValues<T>().ToFrozenDictionary(value => value, ToSnakeCase);

        public static readonly FrozenDictionary<string, T> ValueOf = Enum.GetValues<T>().ToFrozenDictionary(ToSnakeCase, StringComparer.Ordinal);

        private static string ToSnakeCase(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
    }
}
