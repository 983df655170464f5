using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers;

namespace Atelier.Services.Catalogue;

/// <summary>Turns one whole raw entry into a <see cref="ModelEntry"/>.</summary>
internal static class ModelEntryReader
{
    private const int LongestTimeoutSeconds = 86_400;

    private static readonly Dictionary<string, Modality> Modalities =
        Enum.GetValues<Modality>().ToDictionary(modality => modality.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private static readonly Dictionary<string, ModelStatus> Statuses =
        Enum.GetValues<ModelStatus>().ToDictionary(status => status.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    private static readonly Dictionary<string, SubmitPolicy> Policies = new(StringComparer.Ordinal)
    {
        ["at_least_once"] = SubmitPolicy.AtLeastOnce,
        ["at_most_once"] = SubmitPolicy.AtMostOnce,
    };

    /// <summary>Reads an entry; <see langword="null"/> when it has problems, which are noted.</summary>
    public static ModelEntry? Read(string id, JsonObject raw, ICollection<string> problems)
    {
        var before = problems.Count;
        var where = $"Entry '{id}'";
        var reader = new EntryReader(raw, where, problems);
        var modality = reader.Choice("modality", Modalities, Modality.Image, required: true);
        var input = reader.Object("input", required: true) ?? [];
        var media = SchemaReader.Read(input, where, problems);
        var status = reader.Choice("status", Statuses, ModelStatus.Active);
        var entry = new ModelEntry
        {
            Id = reader.RequiredText("id"),
            Name = reader.RequiredText("name"),
            Description = reader.RequiredText("description"),
            Modality = modality,
            Provider = reader.RequiredText("provider"),
            VendorModel = reader.RequiredText("vendor_model"),
            Route = reader.Text("route"),
            Status = status,
            StatusNote = reader.Text("status_note", required: status != ModelStatus.Active),
            InputSchema = JsonSerializer.SerializeToElement(input, CatalogueJson.Default.JsonObject),
            Price = PriceReader.Read(reader.Object("price"), input, where, problems),
            Cost = PriceReader.Read(reader.Object("cost"), input, $"{where}, property 'cost'", problems),
            PriceSource = reader.Text("price_source"),
            Fallbacks = reader.Texts("fallbacks"),
            Deterministic = reader.Flag("deterministic"),
            SubmitPolicy = reader.Choice("submit_policy", Policies, modality == Modality.Video ? SubmitPolicy.AtMostOnce : SubmitPolicy.AtLeastOnce),
            SubmitTimeout = Seconds(reader, "submit_timeout_seconds", TimeSpan.FromMinutes(5)),
            RunTimeout = Seconds(reader, "run_timeout_seconds", TimeSpan.FromMinutes(30)),
            MediaInputs = media,
        };
        reader.RefuseOthers();
        return problems.Count == before && CheckDefaults(entry, where, problems) ? entry : null;
    }

    private static TimeSpan Seconds(EntryReader reader, string name, TimeSpan fallback) =>
        reader.Integer(name, 1, LongestTimeoutSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : fallback;

    /// <summary>A default that the schema itself refuses would make every request fail; better to say so when the file is read.</summary>
    private static bool CheckDefaults(ModelEntry entry, string where, ICollection<string> problems)
    {
        CompiledSchema compiled;
        try
        {
            compiled = CompiledSchema.Compile(entry.InputSchema);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            problems.Add($"{where}, property 'input' is no JSON Schema: {exception.Message}");
            return false;
        }

        var wrong = compiled.CheckDefaults();
        foreach (var problem in wrong)
        {
            problems.Add($"{where}, {problem.Field}: the default is refused by its own schema. {problem.Message}");
        }

        return wrong.Count == 0;
    }
}
