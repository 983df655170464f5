using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Catalogue;

namespace Atelier.Api.OpenAi;

/// <summary>Finds the model that a caller means: by its id in the catalogue, or by the vendor's bare name when only one model has it.</summary>
internal sealed class ModelNames(IModelCatalogue catalogue)
{
    /// <summary>The whole catalogue.</summary>
    public IReadOnlyList<ModelEntry> All => catalogue.Models;

    /// <summary>A model of one of these modalities.</summary>
    public Result<ModelEntry> Find(string? name, params ReadOnlySpan<Modality> modalities)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return new ServiceError(ErrorKind.Invalid, "missing", "You must provide a model parameter. GET /v1/models lists all models.", "model");
        }

        var id = Uri.UnescapeDataString(name.Trim());
        var exact = catalogue.Find(id);
        if (exact is not null && modalities.Contains(exact.Modality))
        {
            return exact;
        }

        var wanted = modalities.ToArray();
        var vendorName = exact?.VendorModel ?? id;
        var candidates = catalogue.Models.Where(model => wanted.Contains(model.Modality) && HasName(model, vendorName)).ToList();
        return candidates switch
        {
            [var only] => only,
            [] when exact is not null => new ServiceError(
                ErrorKind.Invalid, "invalid_value", $"The model '{exact.Id}' makes {Noun(exact.Modality)} and cannot be used here.", "model"),
            [] => NotFound(id),
            _ => new ServiceError(
                ErrorKind.Invalid, "invalid_value",
                $"Several models are called '{id}': name one of {string.Join(", ", candidates.Select(model => $"'{model.Id}'"))}.", "model"),
        };
    }

    /// <summary>Any model.</summary>
    public Result<ModelEntry> Find(string name) => Find(name, Enum.GetValues<Modality>());

    private static bool HasName(ModelEntry model, string name) =>
        model.VendorModel.Equals(name, StringComparison.OrdinalIgnoreCase)
        || model.Id[(model.Id.LastIndexOf('/') + 1)..].Equals(name, StringComparison.OrdinalIgnoreCase);

    private ServiceError NotFound(string id)
    {
        var shown = id.Length <= 100 ? id : id[..100] + "…";
        var near = catalogue.Suggest(id);
        var hint = near.Count > 0 ? $" Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : "";
        return new ServiceError(ErrorKind.NotFound, "model_not_found", $"The model '{shown}' does not exist.{hint} GET /v1/models lists all models.", "model");
    }

    private static string Noun(Modality modality) => modality switch
    {
        Modality.Image => "images",
        Modality.Video => "videos",
        Modality.Speech => "speech",
        Modality.Transcription => "transcripts",
        Modality.Translation => "translations",
        Modality.Chat => "chat answers",
        Modality.Embedding => "embeddings",
        _ => modality.ToString().ToLowerInvariant(),
    };
}
