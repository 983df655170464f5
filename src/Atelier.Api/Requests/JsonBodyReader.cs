using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atelier.Api.Problems;
using Atelier.Services;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Requests;

/// <summary>Reads a JSON object into a record and says exactly which member is at fault when it cannot.</summary>
internal static class JsonBodyReader
{
    private const int MostProblems = 20;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = BoundedJson.MaxDepth, AllowDuplicateProperties = false };

    public static async Task<Result<T>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return new ServiceError(
                ErrorKind.UnsupportedMedia, ProblemCodes.UnsupportedMediaType, "Send the body as 'Content-Type: application/json'.");
        }

        try
        {
            using var body = await BoundedJson.ParseAsync(request.Body, request.ContentLength, Strict, checkTexts: false, cancellationToken);
            return Check(body.Root, type) is { } error ? error : Read(body.Root, type);
        }
        catch (JsonException exception)
        {
            return new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidJson, DescribeSyntax(exception));
        }
        catch (TooManyValuesException exception)
        {
            return new ServiceError(ErrorKind.TooLarge, ProblemCodes.BodyTooLarge, exception.Message);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new ServiceError(
                ErrorKind.TooLarge, ProblemCodes.BodyTooLarge,
                "The body is larger than this route accepts. Send media through POST /api/v1/uploads and name the upload's id.");
        }
    }

    private static ServiceError? Check<T>(JsonElement root, JsonTypeInfo<T> type)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ServiceError(ErrorKind.Invalid, ProblemCodes.WrongType, "The body must be a JSON object.");
        }

        var known = type.Properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
        var problems = new List<FieldProblem>();
        foreach (var member in root.EnumerateObject().Where(member => !known.ContainsKey(member.Name)).Take(MostProblems))
        {
            problems.Add(new FieldProblem(
                member.Name.Shown(), ProblemCodes.UnknownField, $"'{member.Name.Shown()}' is not known here. Known are: {string.Join(", ", known.Keys)}."));
        }

        foreach (var property in type.Properties)
        {
            var given = root.TryGetProperty(property.Name, out var value);
            if (property.IsRequired && !given)
            {
                problems.Add(new FieldProblem(property.Name, ProblemCodes.Missing, $"'{property.Name}' is required."));
            }
            else if (given && value.ValueKind == JsonValueKind.Null && property.IsRequired)
            {
                problems.Add(new FieldProblem(property.Name, ProblemCodes.WrongType, $"'{property.Name}' must not be null."));
            }
        }

        return problems.Count == 0 ? null : FieldProblems.ToError(problems);
    }

    private static Result<T> Read<T>(JsonElement root, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return root.Deserialize(type)!;
        }
        catch (JsonException exception)
        {
            var field = (exception.Path ?? "$").TrimStart('$').TrimStart('.');
            var expected = type.Properties.FirstOrDefault(property => property.Name == field)?.PropertyType;
            return new ServiceError(
                ErrorKind.Invalid, ProblemCodes.WrongType, $"'{field}' must be {Describe(expected)}.", field);
        }
    }

    private static string Describe(Type? type) => (Nullable.GetUnderlyingType(type ?? typeof(object)) ?? type) switch
    {
        { } text when text == typeof(string) => "a text",
        { } number when number == typeof(decimal) => "a number",
        { } integer when integer == typeof(int) || integer == typeof(long) => "a whole number",
        { } flag when flag == typeof(bool) => "true or false",
        _ => "of the documented type",
    };

    private static string DescribeSyntax(JsonException exception) =>
        BoundedJson.IsTooDeep(exception) ? $"The body is nested deeper than {BoundedJson.MaxDepth} levels."
        : exception.LineNumber is { } line && exception.BytePositionInLine is { } position
            ? $"The body is not valid JSON: look at line {line + 1}, byte {position + 1}."
            : "The body is not valid JSON, or it repeats a member's name.";
}
