using System.Text.Json;
using CsCheck;

namespace Atelier.Services.Tests.Catalogue;

/// <summary>Random JSON text, with the values that break programs over-represented.</summary>
internal static class JsonGen
{
    private static readonly Gen<string> Awkward = Pick(
        "null", "true", "false", "0", "-0", "5.0", "1e400", "-1e400", "1e-400", "99999999999999999999999999999999999", "0.1", "1E3", "\"\"",
        "\"\\ud800\"", "\"\\u0000\"", "\"auto\"", "\"1024x1024\"", "\"2020-01-01T00:00:00Z\"", "[]", "{}", "{\"a\":1,\"a\":2}", "{\"\":null}", "{\"\\ud800\":1}",
        "[[[[[[[[]]]]]]]]", "{\"$ref\":\"#/x\"}", "[null]");

    private static readonly Gen<string> Texts = Gen.String[0, 20].Select(text => JsonSerializer.Serialize(text));

    private static readonly Gen<string> Numbers = Gen.OneOf(
        Gen.Long.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));

    public static Gen<string> Any { get; } = Gen.Recursive<string>((depth, inner) => depth >= 4
        ? Gen.OneOf(Awkward, Texts, Numbers)
        : Gen.Frequency(
            (4, Gen.OneOf(Awkward, Texts, Numbers)),
            (1, inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
            (1, Gen.Select(Texts, inner).Array[0, 4].Select(members => $"{{{string.Join(',', members.Select(member => $"{member.Item1}:{member.Item2}"))}}}"))));

    /// <summary>One of some values.</summary>
    public static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
