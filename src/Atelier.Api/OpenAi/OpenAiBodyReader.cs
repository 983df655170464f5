using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Api.Json;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atelier.Api.OpenAi;

/// <summary>Reads bodies in every form the SDKs send them. Files of forms go to the upload store as they arrive.</summary>
internal sealed class OpenAiBodyReader(IUploadService uploads)
{
    private const int MaxBoundaryLength = 200;
    private const int MaxFiles = 20;
    private const int MaxParts = 220;
    private const int MaxNameLength = 200;
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = BoundedJson.MaxDepth, AllowTrailingCommas = true };

    public async Task<Result<OpenAiBody>> ReadAsync(HttpContext http, Caller caller, CancellationToken cancellationToken)
    {
        var isForm = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = isForm ? (MaxFiles * uploads.MaxBytes) + BodyLimits.WithDataUris : BodyLimits.WithDataUris;
        }

        try
        {
            return isForm ? await ReadFormAsync(http, type!, caller, cancellationToken) : await ReadJsonAsync(http, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new ServiceError(ErrorKind.TooLarge, "body_too_large", "The body is larger than this route accepts.");
        }
        catch (TooManyValuesException exception)
        {
            return new ServiceError(ErrorKind.TooLarge, "body_too_large", exception.Message);
        }
        catch (JsonException exception)
        {
            return new ServiceError(ErrorKind.Invalid, "invalid_json", BoundedJson.IsTooDeep(exception)
                ? $"The JSON body of your request is nested deeper than {BoundedJson.MaxDepth} levels."
                : "We could not parse the JSON body of your request. Send one JSON object as application/json.");
        }
        catch (Exception exception) when (exception is InvalidDataException || exception is IOException { InnerException: null } and not BadHttpRequestException && isForm)
        {
            return new ServiceError(ErrorKind.Invalid, "broken_multipart", $"The multipart body is broken: {exception.Message}");
        }
    }

    private static async Task<Result<OpenAiBody>> ReadJsonAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var body = await BoundedJson.ParseAsync(http.Request.Body, http.Request.ContentLength, Lenient, checkTexts: true, cancellationToken);
        http.Response.RegisterForDispose(body);
        if (body.Root.ValueKind != JsonValueKind.Object)
        {
            return new ServiceError(ErrorKind.Invalid, "wrong_type", "The body must be a JSON object.");
        }

        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in body.Root.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            fields[member.Name] = member.Value;
        }

        return new OpenAiBody(fields, new Dictionary<string, IReadOnlyList<Upload>>());
    }

    private async Task<Result<OpenAiBody>> ReadFormAsync(HttpContext http, MediaTypeHeaderValue type, Caller caller, CancellationToken cancellationToken)
    {
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaxBoundaryLength } boundary)
        {
            return new ServiceError(ErrorKind.Invalid, "broken_multipart", "The Content-Type of the multipart body names no boundary.");
        }

        var reader = new MultipartReader(boundary, http.Request.Body);
        var fields = new FormFields();
        var files = new Dictionary<string, List<Upload>>(StringComparer.Ordinal);
        var parts = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (++parts > MaxParts)
            {
                return new ServiceError(ErrorKind.TooLarge, "body_too_large", $"The form has more than {MaxParts} parts.");
            }

            if (PartHeader.Read(section) is not { } part)
            {
                return new ServiceError(ErrorKind.Invalid, "broken_multipart", "A part of the multipart body has no name.");
            }

            var name = part.Name;
            if (name.Length > MaxNameLength)
            {
                return new ServiceError(ErrorKind.Invalid, "broken_multipart", $"The name of a part has more than {MaxNameLength} characters.");
            }

            if (!part.IsFile)
            {
                if (!await fields.AddAsync(name, section.Body, cancellationToken))
                {
                    return new ServiceError(ErrorKind.TooLarge, "body_too_large", $"The fields of the form are too long, '{name}' at the latest.", name);
                }

                continue;
            }

            var stored = await uploads.CreateAsync(caller, section.Body, part.FileName, cancellationToken);
            if (!stored.IsOk)
            {
                return stored.Error with { Field = BaseName(name) };
            }

            FormUploads.Of(http, uploads, caller).Add(stored.Value);
            var list = files.TryGetValue(BaseName(name), out var earlier) ? earlier : files[BaseName(name)] = [];
            list.Add(stored.Value);
            if (files.Values.Sum(all => all.Count) > MaxFiles)
            {
                return new ServiceError(ErrorKind.TooLarge, "too_many_files", $"At most {MaxFiles} files may be sent at once.", BaseName(name));
            }
        }

        return new OpenAiBody(fields.ToFields(), files.ToDictionary(file => file.Key, file => (IReadOnlyList<Upload>)file.Value, StringComparer.Ordinal));
    }

    /// <summary><c>image[]</c> and <c>image[0]</c> are <c>image</c>.</summary>
    private static string BaseName(string name) => name.IndexOf('[', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
}

/// <summary>Text parts of a form as the JSON they stand for: <c>x[]</c> is a list, <c>x[y]</c> an object.</summary>
internal sealed class FormFields
{
    // Data URIs come as text parts too.
    private const int MaxCharacters = 28 * 1024 * 1024;
    private readonly JsonObject _fields = [];
    private int _characters;

    public async Task<bool> AddAsync(string name, Stream body, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body);
        var text = new System.Text.StringBuilder();
        var buffer = new char[8192];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, count);
            _characters += count;
            if (_characters > MaxCharacters)
            {
                return false;
            }
        }

        Put(name, text.ToString());
        return true;
    }

    public Dictionary<string, JsonElement> ToFields()
    {
        using var document = JsonDocument.Parse(_fields.ToJsonString(ReadableJson.Nodes));
        return document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone(), StringComparer.Ordinal);
    }

    private void Put(string name, string text)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0)
        {
            // The same name twice is a list, as some SDKs write it.
            _fields[name] = _fields[name] switch
            {
                null => JsonValue.Create(text),
                JsonArray list => Append(list, text),
                var earlier => new JsonArray(earlier.DeepClone(), JsonValue.Create(text)),
            };
            return;
        }

        var key = name[(open + 1)..].Split(']')[0];
        var owner = name[..open];
        if (key.Length == 0 || int.TryParse(key, out _))
        {
            _fields[owner] = Append(_fields[owner] as JsonArray ?? [], text);
        }
        else if (_fields[owner] is JsonObject members)
        {
            members[key] = text;
        }
        else
        {
            _fields[owner] = new JsonObject { [key] = text };
        }
    }

    private static JsonArray Append(JsonArray list, string text)
    {
        var copy = list.Parent is null ? list : (JsonArray)list.DeepClone();
        copy.Add(JsonValue.Create(text));
        return copy;
    }
}
