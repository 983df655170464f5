using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Services.Artifacts;
using Newtonsoft.Json.Linq;

namespace Atelier.Services.Catalogue;

/// <summary>Checks inputs against the schemas of the catalogue. Compiled schemas live as long as their entries.</summary>
internal sealed class InputValidator : IInputValidator
{
    private const int MostProblems = 50;

    private readonly ConditionalWeakTable<ModelEntry, CompiledSchema> _compiled = [];

    public Result<JsonElement> Validate(ModelEntry model, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return Refuse([new FieldProblem(FieldPaths.Root, "wrong_type", "It must be an object.")]);
        }

        var problems = new List<FieldProblem>();
        if (JsonTokens.Copy(input, FieldPaths.Root, problems) is not JObject given)
        {
            return Refuse(problems);
        }

        foreach (var absent in given.Properties().Where(property => property.Value.Type == JTokenType.Null).ToList())
        {
            absent.Remove();
        }

        var schema = _compiled.GetValue(model, static entry => CompiledSchema.Compile(entry.InputSchema));
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        AddDefaults(schema, given, values);
        foreach (var property in input.EnumerateObject().Where(property => given.ContainsKey(property.Name)))
        {
            values.TryAdd(property.Name, property.Value);
        }

        problems.AddRange(schema.Check(given));
        problems.AddRange(CheckTexts(schema, given));
        return problems.Count == 0 ? Write(schema, given, values) : Refuse(problems);
    }

    private static void AddDefaults(CompiledSchema schema, JObject given, Dictionary<string, JsonElement> values)
    {
        var names = given.Properties().Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var none = new List<FieldProblem>();
        foreach (var (name, value) in schema.DefaultsFor(names).ToList())
        {
            given[name] = JsonTokens.Copy(value, name, none);
            values[name] = value;
        }
    }

    /// <summary>What a schema cannot say: media must look like a reference, and a text that must not be empty must not be blank either.</summary>
    private static IEnumerable<FieldProblem> CheckTexts(CompiledSchema schema, JObject given)
    {
        foreach (var property in given.Properties())
        {
            var field = FieldPaths.Child(FieldPaths.Root, property.Name);
            if (schema.Media.Contains(property.Name))
            {
                foreach (var problem in CheckMedia(property.Value, field))
                {
                    yield return problem;
                }
            }
            else if (property.Name is "prompt" or "text" && property.Value is JValue { Value: string { Length: > 0 } text } && string.IsNullOrWhiteSpace(text))
            {
                yield return new FieldProblem(field, "too_short", "It must not be blank.");
            }
        }
    }

    private static IEnumerable<FieldProblem> CheckMedia(JToken value, string field) => value switch
    {
        JArray list => list.SelectMany((item, index) => CheckMedia(item, $"{field}[{index}]")),
        JValue { Value: string text } when MediaReference.Parse(text) is null =>
            [new FieldProblem(field, "malformed", "It must be an upload id (upl_...), an artifact id (art_...), an https URL or a base64 data URI.")],
        _ => [],
    };

    private static JsonElement Write(CompiledSchema schema, JObject given, Dictionary<string, JsonElement> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var name in schema.PropertyNames.Where(values.ContainsKey))
            {
                writer.WritePropertyName(name);
                if (given[name] is JValue { Type: JTokenType.Integer, Value: long whole })
                {
                    writer.WriteNumberValue(whole);
                }
                else
                {
                    values[name].WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static ServiceError Refuse(List<FieldProblem> problems)
    {
        var first = problems[0];
        return new ServiceError(ErrorKind.Invalid, first.Code, $"{first.Field}: {first.Message}", first.Field)
        {
            Problems = [.. problems.Distinct().Take(MostProblems)],
        };
    }
}
