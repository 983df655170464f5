using System.Text.Json;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.OpenAi;

/// <summary>Reads a request and finds its model.</summary>
internal sealed class OpenAiIntake(OpenAiBodyReader reader, ModelNames models)
{
    public async Task<Result<InputMap>> ReadAsync(HttpContext http, Caller caller, Modality modality, CancellationToken cancellationToken)
    {
        var body = await reader.ReadAsync(http, caller, cancellationToken);
        return body.IsOk ? Map(http, body.Value, modality) : body.Error;
    }

    public Result<InputMap> Map(HttpContext http, OpenAiBody body, Modality modality)
    {
        var model = models.Find(body.Text("model"), modality);
        if (!model.IsOk)
        {
            return model.Error;
        }

        var names = new ParameterNames();
        http.Features.Set(names);
        var map = new InputMap(model.Value, body, names);
        if (body.Fields.TryGetValue("stream", out var stream)
            && !(stream.ValueKind is JsonValueKind.True or JsonValueKind.False || stream.ValueKind == JsonValueKind.String && stream.GetString() is "true" or "false" or "1" or "0"))
        {
            map.Refuse("stream", "'stream' must be true or false.", "wrong_type");
        }

        return map;
    }

    /// <summary>A field that must be there.</summary>
    public static bool Require(InputMap map, string parameter)
    {
        if (map.Body.Has(parameter))
        {
            return true;
        }

        map.Refuse(parameter, $"Missing required parameter: '{parameter}'.", "missing");
        return false;
    }
}
