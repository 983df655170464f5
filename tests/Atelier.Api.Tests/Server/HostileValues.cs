using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Api.Tests.Server;

/// <summary>Values that readers stumble over, by the place they stand in.</summary>
internal static class HostileValues
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ATELIER_TEST_LONG") == "1";

    /// <summary>
    /// All values in the long form of the tests. In the short one every third, beginning at another one in each place, so that each value still
    /// stands in many places.
    /// </summary>
    public static IEnumerable<T> For<T>(IReadOnlyList<T> values, string place)
    {
        var first = place.Sum(letter => letter) % 3;
        return IsLong ? values : values.Where((_, index) => index % 3 == first);
    }

    /// <summary>In a path, as they go over the wire.</summary>
    public static IReadOnlyList<string> Segments { get; } =
    [
        "none", "%00", "%0d%0aSet-Cookie:%20a=b", "%ff", "%ed%a0%80", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%252e%252e%252f", "%5c%5c", "'%20OR%201=1--", "%22",
        "%F0%9F%8E%A8", "%E2%80%AE", "*", ".", "~", "%25", "%2F", ";a=b", "a%3Fb%23c", "null", "-1", "0", "gen_", "art_zzzzzzzzzzzzzzzzzzzzzzzzzz",
        "gen_00000000000000000000000000", "gen_" + "%C4%B0" + "0000000000000000000000000", new string('a', 3_000),
    ];

    /// <summary>In a query, as they go over the wire.</summary>
    public static IReadOnlyList<string> Queries { get; } =
    [
        "", "-1", "0", "1.5", "999999999999999999999", "NaN", "1e400", "%00", "%ff", "%ed%a0%80", "%0d%0a", "'--", "%25", "_", "%5c", "%F0%9F%8E%A8", "%", "%zz", "+",
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "2026-02-30", "AAAA", "eyJhIjoxfQ", "W10", "/w",
        "MDAwMS0wMS0wMVQwMDowMDowMFp8YQ", "true", "[]", "a,b,c", ",", new string('a', 501),
    ];

    /// <summary>In place of a member of a JSON body, as JSON texts.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "true", "-1", "0", "1.5", "1e400", "-1e400", "1e-400", "99999999999999999999999999", "9223372036854775807", "-9223372036854775808", "0.0000001",
        "79228162514264337593543950335", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"a\\r\\nb\"", "\"\\u202e\"", "\"9999-12-31T23:59:59-14:00\"", "\"0001-01-01T00:00:00Z\"",
        "\"none\"", "\"art_zzzzzzzzzzzzzzzzzzzzzzzzzz\"", "\"http://[\"", "\"http://127.0.0.1/\"", "\"data:image/png;base64,AAAA\"", "[]", "[null]", "[[]]", "[{}]", "[\"\\udc00\"]", "[1e400]",
        "{}", "{\"\":null}", "{\"a\":{\"b\":[]}}", "{\"a\":1,\"a\":2}", "{\"__proto__\":{}}", "{\"$type\":\"System.IO.FileInfo\",\"$ref\":\"#\"}",
        "\"" + new string('a', 20_000) + "\"",
    ];

    /// <summary>Whole bodies.</summary>
    public static IReadOnlyList<byte[]> Bodies { get; } =
    [
        [], " "u8.ToArray(), "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "1"u8.ToArray(), "\""u8.ToArray(), "{\"a\":1,\"a\":2}"u8.ToArray(), "{\"\":1}"u8.ToArray(),
        "{} {}"u8.ToArray(), "{,}"u8.ToArray(), "{\"a\":01}"u8.ToArray(), "// {}"u8.ToArray(), [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'], [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0],
        [0xFF], [0], "{\"\\ud800\":1}"u8.ToArray(), "--x\r\n\r\n--x--"u8.ToArray(),
    ];

    /// <summary>Headers that something reads.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers { get; } =
    [
        ("Prefer", "wait=99999999999999999999"), ("Prefer", "wait=-1"), ("Prefer", "wait"), ("Prefer", "wait=\""), ("Prefer", ";;;,,,"), ("Idempotency-Key", ""),
        ("Idempotency-Key", new string('k', 300)), ("Idempotency-Key", "a b"), ("Idempotency-Key", "\u00e9"), ("Last-Event-ID", "99999999999999999999"), ("Last-Event-ID", "-1"),
        ("Last-Event-ID", "x"), ("Range", "bytes=0-,1-,2-,3-,4-"), ("Range", "bytes=9999999999999999999999-"), ("Range", "bytes=-9223372036854775808"), ("Range", "bytes=5-1"),
        ("Range", "lines=1-2"), ("Range", "bytes"), ("If-Range", "garbage"), ("If-Match", "garbage"), ("If-None-Match", "W/\"a"), ("If-Modified-Since", "yesterday"),
        ("Accept", "garbage;q=x"), ("Accept", "application/xml"), ("Accept-Language", ";;"), ("Cookie", "atelier_session=%00; =; a"), ("Cookie", "atelier_session=" + new string('c', 4_000)),
        ("X-CSRF-Token", "x"), ("Authorization", "Bearer"), ("Authorization", "Basic !!!"), ("Authorization", "Bearer atl_live_x"), ("Authorization", "Bearer " + new string('k', 5_000)),
        ("Authorization", "Bearer \u00e9"), ("Authorization", "\""), ("x-api-key", "\u00ff"), ("X-Forwarded-For", "garbage, ::%"), ("X-Forwarded-Proto", "x y"), ("traceparent", "00-xyz-1-"),
        ("baggage", "=,=;"), ("Origin", "null"), ("Host", "evil.example:99999"), ("Expect", "200-ok"), ("X-Request-Id", "a\tb"), ("X-HTTP-Method-Override", "DELETE"), ("Transfer-Encoding", "chunked"),
    ];

    /// <summary>Names of content that a body may claim to be.</summary>
    public static IReadOnlyList<string?> ContentTypes { get; } =
    [
        null, "garbage", "application/json; charset=utf-7", "application/json; charset=\"", "application/xml", "text/plain", "application/x-www-form-urlencoded",
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a\"; boundary=b", "multipart/mixed; boundary=x", "application/problem+json", "*/*",
    ];

    /// <summary>A body whose members have a value of the right type each.</summary>
    public static JsonObject Sample(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        var body = new JsonObject();
        foreach (var property in type.Properties.Where(property => property.IsRequired))
        {
            body[property.Name] = Of(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }

        return body;
    }

    /// <summary>A body with one member replaced; the value is put in as text, for no writer writes such values.</summary>
    public static string With(JsonObject body, string member, string value)
    {
        var rest = body.Where(pair => pair.Key != member).Select(pair => $"{JsonSerializer.Serialize(pair.Key)}:{pair.Value?.ToJsonString() ?? "null"}");
        return $"{{{string.Join(',', rest.Append($"{JsonSerializer.Serialize(member)}:{value}"))}}}";
    }

    private static JsonNode Of(Type type) => type switch
    {
        _ when type == typeof(string) => "x",
        _ when type == typeof(bool) => true,
        _ when type == typeof(JsonElement) => new JsonObject(),
        _ when type.IsPrimitive || type == typeof(decimal) => 1,
        _ when type.IsAssignableTo(typeof(System.Collections.IEnumerable)) => new JsonArray(),
        _ => "x",
    };
}
