using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atelier.Clients.Tests.Mutation;

/// <summary>Changes inside a JSON body. Each gives null for a body that is not JSON, or has nothing to change.</summary>
internal static class JsonMutations
{
    // Values of every type, with the odd ones among them: beyond Int64, beyond double, halves of surrogate pairs, deep and long ones.
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "9223372036854775808", "-9223372036854775809", "1e400", "4294967296", "\"\"", "\"text\"", "\"0\"",
        "\"-1\"", "\"NaN\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":null}", "\"2026-13-45T99:99:99Z\"",
        "\"http://[\"", "\"not base64!\"", "\"QQ==\"",
    ];

    public static WireAnswer? WrongType(WireAnswer answer, Dice dice) => Change(answer, (nodes, _) =>
    {
        var place = dice.OneOf(nodes);
        return Replaced(place, Values[dice.Below(Values.Length)]);
    });

    public static WireAnswer? MissingMember(WireAnswer answer, Dice dice) => ChangeMember(answer, dice, static (parent, name) => parent.Remove(name));

    public static WireAnswer? RenamedMember(WireAnswer answer, Dice dice) => ChangeMember(answer, dice, static (parent, name) =>
    {
        var value = parent[name]?.DeepClone();
        parent.Remove(name);
        parent[name.ToUpperInvariant() + "_"] = value;
    });

    public static WireAnswer? NullMember(WireAnswer answer, Dice dice) => ChangeMember(answer, dice, static (parent, name) => parent[name] = null);

    public static WireAnswer? UnknownMember(WireAnswer answer, Dice dice) => ChangeMember(answer, dice, static (parent, name) =>
        parent[name + "_new"] = new JsonObject { ["inner"] = new JsonArray(1, "two", null) });

    public static WireAnswer? EmptyList(WireAnswer answer, Dice dice) => ChangeList(answer, dice, static list => list.Clear());

    public static WireAnswer? LongList(WireAnswer answer, Dice dice) => ChangeList(answer, dice, static list =>
    {
        var item = list.Count > 0 ? list[0] : null;
        for (var count = 0; count < 500; count++)
        {
            list.Add(item?.DeepClone());
        }
    });

    public static WireAnswer? LongText(WireAnswer answer, Dice dice) => ChangeMember(answer, dice, static (parent, name) =>
        parent[name] = new string('A', 100_000));

    public static WireAnswer? OtherRoot(WireAnswer answer, Dice dice) => Parse(answer) is null ? null : With(answer, dice.OneOf(Values));

    public static WireAnswer? InList(WireAnswer answer, Dice dice) => Parse(answer) is { } root ? With(answer, $"[{root.ToJsonString()}]") : null;

    public static WireAnswer? InObject(WireAnswer answer, Dice dice) =>
        Parse(answer) is { } root ? With(answer, $"{{\"data\":{root.ToJsonString()},\"result\":{root.ToJsonString()}}}") : null;

    public static WireAnswer? Deep(WireAnswer answer, Dice dice) =>
        Parse(answer) is null ? null : With(answer, string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200));

    public static WireAnswer? DoubledMembers(WireAnswer answer, Dice dice)
    {
        if (Parse(answer) is not JsonObject { Count: > 0 } root)
        {
            return null;
        }

        var (name, _) = dice.OneOf(root.ToList());
        return With(answer, $"{{{JsonSerializer.Serialize(name)}:{dice.OneOf(Values)},{root.ToJsonString()[1..]}");
    }

    public static WireAnswer? RefusalInSuccess(WireAnswer answer, Dice dice) => Parse(answer) is null ? null : With(answer, dice.OneOf(
    [
        """{"error":{"message":"no","type":"invalid_request_error","code":null}}""", """{"error":"no"}""", """{"errors":["no"],"id":"1","name":"bad_request"}""",
        """{"status":"failed"}""", """{"code":500,"msg":"no","data":null}""", """{"error":null}""", """{"errors":[null,5]}""",
    ]));

    private static WireAnswer? ChangeMember(WireAnswer answer, Dice dice, Action<JsonObject, string> change) => Change(answer, (nodes, root) =>
    {
        var members = nodes.Where(place => place.Parent is JsonObject).ToList();
        if (members.Count == 0)
        {
            return null;
        }

        var place = dice.OneOf(members);
        change((JsonObject)place.Parent!, place.Name!);
        return root.ToJsonString();
    });

    private static WireAnswer? ChangeList(WireAnswer answer, Dice dice, Action<JsonArray> change) => Change(answer, (nodes, root) =>
    {
        var lists = nodes.Select(place => place.Node).OfType<JsonArray>().ToList();
        if (lists.Count == 0)
        {
            return null;
        }

        change(dice.OneOf(lists));
        return root.ToJsonString();
    });

    private static WireAnswer? Change(WireAnswer answer, Func<List<Place>, JsonNode, string?> change)
    {
        if (Parse(answer) is not { } root)
        {
            return null;
        }

        List<Place> places = [];
        Collect(new Place(null, null, -1, root), places);
        return change(places, root) is { } json ? With(answer, json) : null;
    }

    private static void Collect(Place place, List<Place> places)
    {
        places.Add(place);
        switch (place.Node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Collect(new Place(members, name, -1, value), places);
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    Collect(new Place(items, null, index, items[index]), places);
                }

                break;
        }
    }

    /// <summary>The whole document as text with one value replaced by text, which need not be a value the writer could make.</summary>
    private static string Replaced(Place place, string value)
    {
        const string mark = "\"@@here@@\"";
        if (place.Parent is null)
        {
            return value;
        }

        var root = place.Parent.Root;
        if (place.Parent is JsonObject members)
        {
            members[place.Name!] = "@@here@@";
        }
        else
        {
            ((JsonArray)place.Parent)[place.Index] = "@@here@@";
        }

        return root.ToJsonString().Replace(mark, value, StringComparison.Ordinal);
    }

    private static JsonNode? Parse(WireAnswer answer)
    {
        if (answer.Body.Length == 0 || answer.Body[0] is not ((byte)'{' or (byte)'['))
        {
            return null;
        }

        try
        {
            var root = JsonNode.Parse(answer.Body);

            // What an earlier change made may be readable and yet not writable: half a surrogate pair, a name twice.
            _ = root?.ToJsonString();
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static WireAnswer With(WireAnswer answer, string json) => answer with { Body = Encoding.UTF8.GetBytes(json) };

    private sealed record Place(JsonNode? Parent, string? Name, int Index, JsonNode? Node);
}
