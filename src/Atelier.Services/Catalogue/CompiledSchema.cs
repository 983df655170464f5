using System.Text.Json;
using System.Text.Json.Nodes;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace Atelier.Services.Catalogue;

/// <summary>
/// An input schema made ready for checking. The library checks each value; the rules between properties (<c>dependentRequired</c>,
/// <c>if</c>/<c>then</c>/<c>else</c>, <c>x-excludes</c>), which it does not know, are checked here.
/// </summary>
internal sealed class CompiledSchema
{
    private readonly JsonSchema _schema;
    private readonly IReadOnlyList<Condition> _conditions;
    private readonly IReadOnlyList<(string Name, IReadOnlyList<string> Needed)> _dependencies;
    private readonly IReadOnlyList<(string Name, IReadOnlyList<string> Excluded)> _exclusions;
    private readonly IReadOnlyDictionary<string, JsonElement> _defaults;

    private CompiledSchema(JsonObject schema)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        PropertyNames = [.. properties.Select(property => property.Key)];
        _schema = Load(Without(schema, "allOf", "dependentRequired"));
        _conditions = [.. (schema["allOf"] as JsonArray ?? []).OfType<JsonObject>().Select(Condition.From)];
        _dependencies = [.. (schema["dependentRequired"] as JsonObject ?? [])
            .Select(member => (member.Key, (IReadOnlyList<string>)[.. SchemaReader.Names(member.Value)]))];
        _exclusions = [.. properties.Where(property => property.Value?["x-excludes"] is not null)
            .Select(property => (property.Key, (IReadOnlyList<string>)[.. SchemaReader.Names(property.Value!["x-excludes"])]))];
        _defaults = properties.Where(property => property.Value?["default"] is not null).ToDictionary(
            property => property.Key,
            property => JsonSerializer.SerializeToElement(property.Value!["default"]!),
            StringComparer.Ordinal);
        Media = properties.Where(property => property.Value is JsonObject value && IsMedia(value))
            .Select(property => property.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The names of the model's inputs in the schema's order.</summary>
    public IReadOnlyList<string> PropertyNames { get; }

    /// <summary>The names that take media.</summary>
    public IReadOnlySet<string> Media { get; }

    public static CompiledSchema Compile(JsonElement schema) => new(JsonObject.Create(schema)!);

    /// <summary>The defaults to fill in: not for what is given, excluded by something given, or allowed only beside something absent.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> DefaultsFor(IReadOnlySet<string> given)
    {
        var excluded = _exclusions.Where(rule => given.Contains(rule.Name)).SelectMany(rule => rule.Excluded)
            .Concat(_exclusions.Where(rule => rule.Excluded.Any(given.Contains)).Select(rule => rule.Name))
            .Concat(_dependencies.Where(rule => !rule.Needed.All(given.Contains)).Select(rule => rule.Name))
            .ToHashSet(StringComparer.Ordinal);
        return _defaults.Where(value => !given.Contains(value.Key) && !excluded.Contains(value.Key));
    }

    /// <summary>Every problem of an input whose defaults are filled in.</summary>
    public List<FieldProblem> Check(JObject input)
    {
        var problems = SchemaProblems.From(_schema.Validate(input), input);
        foreach (var part in _conditions.Select(condition => condition.Branch(input)).OfType<JsonSchema>())
        {
            problems.AddRange(SchemaProblems.From(part.Validate(input), input));
        }

        foreach (var (name, needed) in _dependencies.Where(rule => input.ContainsKey(rule.Name)))
        {
            problems.AddRange(needed.Where(other => !input.ContainsKey(other)).Select(other =>
                new FieldProblem(FieldPaths.Child(FieldPaths.Root, other), "missing", $"'{other}' is required together with '{name}'.")));
        }

        foreach (var (name, excluded) in _exclusions.Where(rule => input.ContainsKey(rule.Name)))
        {
            problems.AddRange(excluded.Where(input.ContainsKey).Select(other =>
                new FieldProblem(FieldPaths.Child(FieldPaths.Root, other), "not_allowed_together", $"'{other}' cannot be used together with '{name}'.")));
        }

        return problems;
    }

    /// <summary>Problems of the defaults alone; what is missing beside them is no fault of theirs.</summary>
    public IReadOnlyList<FieldProblem> CheckDefaults()
    {
        var problems = new List<FieldProblem>();
        var values = new JObject();
        foreach (var (name, value) in _defaults)
        {
            if (JsonTokens.Copy(value, FieldPaths.Child(FieldPaths.Root, name), problems) is { } token)
            {
                values[name] = token;
            }
        }

        problems.AddRange(SchemaProblems.From(_schema.Validate(values), values).Where(problem => problem.Code != "missing"));
        return problems;
    }

    // Loading is asynchronous only for schemas that refer to other files; ours never do, so this does not block.
    private static JsonSchema Load(JsonObject schema) => JsonSchema.FromJsonAsync(schema.ToJsonString()).GetAwaiter().GetResult();

    private static JsonObject Without(JsonObject schema, params ReadOnlySpan<string> names)
    {
        var copy = (JsonObject)schema.DeepClone();
        foreach (var name in names)
        {
            copy.Remove(name);
        }

        return copy;
    }

    private static bool IsMedia(JsonObject property) =>
        property["x-media"] is not null || (property["items"] as JsonObject)?["x-media"] is not null;

    private sealed record Condition(JsonSchema If, JsonSchema? Then, JsonSchema? Else)
    {
        public static Condition From(JsonObject members) => new(
            Load((JsonObject)members["if"]!),
            members["then"] is JsonObject then ? Load(then) : null,
            members["else"] is JsonObject otherwise ? Load(otherwise) : null);

        public JsonSchema? Branch(JObject input) => If.Validate(input).Count == 0 ? Then : Else;
    }
}
