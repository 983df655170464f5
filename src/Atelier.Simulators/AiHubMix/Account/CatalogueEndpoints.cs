using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.AiHubMix.Account;

/// <summary>
/// <c>/v1/models</c> in OpenAI's shape, <c>/api/v1/models</c> in the gateway's own, and <c>/api/status</c>. None wants a key.
/// </summary>
internal sealed class CatalogueEndpoints(VendorSimulators simulators)
{
    private const int QuotaPerUnit = 500_000;
    private const long Created = 1_767_225_600;

    public static Task ListAsync(HttpContext context) => AiHubMixAnswers.WriteAsync(context, new JsonObject
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. Catalogue.All.Select(OpenAiRow)]),
    });

    public static Task GetAsync(HttpContext context)
    {
        var id = Uri.UnescapeDataString(context.GetRouteValue("id")?.ToString() ?? "");
        var model = Catalogue.All.FirstOrDefault(model => model.Id == id)
            ?? throw new Refusal(StatusCodes.Status404NotFound, $"The model '{id}' does not exist")
            {
                Type = Refusal.RequestType,
                Param = "model",
                Code = "model_not_found",
            };
        return AiHubMixAnswers.WriteAsync(context, OpenAiRow(model));
    }

    public Task SearchAsync(HttpContext context)
    {
        var query = context.Request.Query;
        string[] Wanted(string name) =>
            query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (types, modalities, features) = (Wanted("type"), Wanted("modalities"), Wanted("features"));
        var name = query["model"].ToString();
        var rows = Catalogue.All.Where(model =>
            (types.Length == 0 || types.Contains(model.Type))
            && modalities.All(wanted => model.Modalities.Split(',').Contains(wanted))
            && features.All(wanted => model.Features.Split(',').Contains(wanted))
            && model.Id.Contains(name, StringComparison.OrdinalIgnoreCase));
        rows = query["sort_by"].ToString() switch
        {
            "model_ratio" => rows.OrderBy(model => model.In),
            "context_length" => rows.OrderBy(model => model.Context),
            _ => rows,
        };
        rows = query["sort_order"] == "desc" ? rows.Reverse() : rows;
        var data = rows.Select(model => (JsonNode?)OwnRow(model)).ToList();
        if (simulators.Options.AiHubMix.RaggedCatalogue)
        {
            data.Insert(0, null);
            data.Add(new JsonObject { ["model_name"] = "nameless", ["types"] = "video" });
        }

        return AiHubMixAnswers.WriteAsync(
            context, new JsonObject { ["success"] = true, ["message"] = "", ["data"] = new JsonArray([.. data]) });
    }

    public static Task StatusAsync(HttpContext context) => AiHubMixAnswers.WriteAsync(context, new JsonObject
    {
        ["success"] = true,
        ["message"] = "",
        ["data"] = new JsonObject
        {
            ["system_name"] = "AIHubMix SANDBOX",
            ["version"] = "sandbox",
            ["quota_per_unit"] = QuotaPerUnit,
            ["display_in_currency"] = true,
        },
    });

    private static JsonNode OpenAiRow(CatalogueModel model) =>
        new JsonObject { ["id"] = model.Id, ["object"] = "model", ["created"] = Created, ["owned_by"] = model.OwnedBy };

    private static JsonObject OwnRow(CatalogueModel model) => new()
    {
        ["model_id"] = model.Id,
        ["model_name"] = model.Id,
        ["developer_id"] = 7,
        ["desc"] = $"SANDBOX {model.Type}",
        ["types"] = model.Type,
        ["features"] = model.Features,
        ["input_modalities"] = model.Modalities,
        ["max_output"] = 0,
        ["context_length"] = model.Context,
        ["endpoints"] = model.Endpoints,
        ["pricing"] = new JsonObject { ["input"] = model.In, ["output"] = model.Out, ["cache_read"] = 0, ["cache_write"] = 0 },
    };
}
