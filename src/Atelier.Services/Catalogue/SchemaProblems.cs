using System.Globalization;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Atelier.Services.Catalogue;

/// <summary>Says the library's findings in our codes, with what is allowed.</summary>
internal static class SchemaProblems
{
    private const int MostListed = 60;

    private static readonly (JsonObjectType Type, string Name)[] TypeNames =
    [
        (JsonObjectType.String, "a text"), (JsonObjectType.Integer, "a whole number"), (JsonObjectType.Number, "a number"),
        (JsonObjectType.Boolean, "true or false"), (JsonObjectType.Array, "a list"), (JsonObjectType.Object, "an object"), (JsonObjectType.Null, "null"),
    ];

    /// <summary>One problem for each fault; a value of the wrong type has no further faults.</summary>
    public static List<FieldProblem> From(IEnumerable<ValidationError> errors, JToken input)
    {
        var found = errors.SelectMany(Flatten).Select(error => Describe(error, input)).Distinct().ToList();
        var wrongType = found.Where(problem => problem.Code == "wrong_type").Select(problem => problem.Field).ToList();
        return [.. found.Where(problem => !wrongType.Exists(field => IsAtOrBelow(problem, field)))];
    }

    private static bool IsAtOrBelow(FieldProblem problem, string field) => problem.Field == field
        ? problem.Code != "wrong_type"
        : problem.Field.StartsWith(field, StringComparison.Ordinal) && problem.Field[field.Length] is '.' or '[';

    private static IEnumerable<ValidationError> Flatten(ValidationError error)
    {
        if (error is not ChildSchemaValidationError child)
        {
            return [error];
        }

        // Where one of several types would do, the type that comes nearest (fewest faults) is the one that was meant.
        return child.Errors.Values.OrderBy(group => group.Count).FirstOrDefault()?.SelectMany(Flatten) ?? [];
    }

    private static FieldProblem Describe(ValidationError error, JToken input)
    {
        var field = Field(error);
        var schema = error.Schema.ActualSchema;
        return error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => new(field, "missing", $"'{error.Property}' is required."),
            ValidationErrorKind.NoAdditionalPropertiesAllowed => Unknown(field, error),
            ValidationErrorKind.NumberTooBig or ValidationErrorKind.NumberTooSmall or ValidationErrorKind.IntegerTooBig
                or ValidationErrorKind.NumberNotMultipleOf or ValidationErrorKind.IntegerNotMultipleOf => new(field, "out_of_range", Range(schema)),
            ValidationErrorKind.StringTooLong => new(field, "too_long", $"It must have at most {schema.MaxLength} characters{HowMany(error, input)}."),
            ValidationErrorKind.StringTooShort => new(field, "too_short", TooShort(schema)),
            ValidationErrorKind.TooManyItems => new(field, "too_long", $"It must have at most {schema.MaxItems} items."),
            ValidationErrorKind.TooFewItems => new(field, "too_short", $"It must have at least {schema.MinItems} item{(schema.MinItems == 1 ? "" : "s")}."),
            ValidationErrorKind.NotInEnumeration => new(field, "not_offered", $"It must be one of {Options(schema)}."),
            ValidationErrorKind.ItemsNotUnique => new(field, "malformed", "Its items must differ from each other."),
            ValidationErrorKind.PatternMismatch => new(field, "malformed", Malformed(schema)),
            _ => new(field, "wrong_type", $"It must be {TypeName(schema, error.Kind)}."),
        };
    }

    private static string TooShort(JsonSchema schema) =>
        schema.MinLength is 1 ? "It must not be empty." : $"It must have at least {schema.MinLength} characters.";

    private static FieldProblem Unknown(string field, ValidationError error)
    {
        var known = error.Schema.ActualSchema.Properties.Keys.Order(StringComparer.Ordinal).ToList();
        var nearest = NearestNames.Of(error.Property ?? string.Empty, known, 1);
        var hint = nearest.Count == 0 ? string.Empty : $" Perhaps '{nearest[0]}' is meant.";
        return new(field, "unknown_parameter", $"There is no such parameter.{hint} Known here: {string.Join(", ", known)}.");
    }

    private static string Range(JsonSchema schema)
    {
        var what = schema.Type.HasFlag(JsonObjectType.Integer) ? "a whole number" : "a number";
        var step = schema.MultipleOf is { } multiple ? $", a multiple of {Text(multiple)}" : string.Empty;
        return (schema.Minimum, schema.Maximum) switch
        {
            ({ } least, { } most) => $"It must be {what} from {Text(least)} to {Text(most)}{step}.",
            ({ } least, null) => $"It must be {what} of at least {Text(least)}{step}.",
            (null, { } most) => $"It must be {what} of at most {Text(most)}{step}.",
            _ => $"It must be {what}{step}.",
        };
    }

    private static string Malformed(JsonSchema schema) =>
        string.IsNullOrEmpty(schema.Description) ? $"It must match {schema.Pattern}." : $"It does not have the right form. {schema.Description}";

    private static string Options(JsonSchema schema)
    {
        var options = schema.Enumeration.Select(option => Convert.ToString(option, CultureInfo.InvariantCulture)).ToList();
        var listed = string.Join(", ", options.Take(MostListed));
        return options.Count > MostListed ? $"{listed}, ..." : listed;
    }

    private static string TypeName(JsonSchema schema, ValidationErrorKind kind) => kind switch
    {
        ValidationErrorKind.StringExpected => "a text",
        ValidationErrorKind.IntegerExpected => "a whole number",
        ValidationErrorKind.NumberExpected => "a number",
        ValidationErrorKind.BooleanExpected => "true or false",
        ValidationErrorKind.ArrayExpected => "a list",
        ValidationErrorKind.ObjectExpected => "an object",
        _ => string.Join(" or ", TypeNames.Where(type => schema.Type.HasFlag(type.Type)).Select(type => type.Name)),
    };

    private static string HowMany(ValidationError error, JToken input)
    {
        var pointer = error.Path?.TrimStart('#', '/').Replace('/', '.') ?? string.Empty;
        return pointer.Length > 0 && SelectOrNull(input, pointer) is JValue { Value: string text } ? $", not {text.Length}" : string.Empty;
    }

    private static JToken? SelectOrNull(JToken input, string path)
    {
        try
        {
            return input.SelectToken(path);
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return null;
        }
    }

    private static string Field(ValidationError error)
    {
        var path = error.Path?.TrimStart('#').TrimStart('/') ?? string.Empty;
        return path.Length == 0 ? FieldPaths.Root : string.Join('.', path.Split('/').Select(FieldPaths.Shorten).Prepend(FieldPaths.Root));
    }

    private static string Text(decimal number) => number.ToString("0.#############################", CultureInfo.InvariantCulture);
}
