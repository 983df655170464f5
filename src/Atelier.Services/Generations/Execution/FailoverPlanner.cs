using System.Globalization;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;

namespace Atelier.Services.Generations.Execution;

/// <summary>Chooses the next fallback of a generation and maps its request for it. Writes nothing.</summary>
internal sealed class FailoverPlanner(
    IModelCatalogue catalogue, IInputValidator validator, IMediaResolver media, IPricing pricing, IProviderDirectory providers,
    IAccountService accounts)
{
    /// <summary>Whether the model names a fallback that was not asked yet.</summary>
    public bool HasMore(Generation generation) => Left(generation).Any();

    /// <summary>The first fallback left that can do the work, and why earlier ones cannot.</summary>
    public async Task<FailoverPlan> PlanAsync(Generation generation, string reason, CancellationToken cancellationToken)
    {
        var notes = Notes(generation);
        foreach (var id in Left(generation))
        {
            var offer = await TryAsync(generation, id, cancellationToken);
            var name = $"failover_{(notes.Count + 1).ToString(CultureInfo.InvariantCulture)}";
            if (offer.Diversion is not { } diversion)
            {
                notes[name] = $"{id} was skipped: {offer.Text}";
                continue;
            }

            notes[name] = $"{generation.MadeBy} did not take it ({reason}); handed to {diversion.Model}{(offer.Text.Length == 0 ? "" : ": " + offer.Text)}.";
            return new FailoverPlan(diversion, notes);
        }

        return new FailoverPlan(null, notes);
    }

    private static Dictionary<string, string> Notes(Generation generation) => DetailsText.Read(generation.Details);

    // Fallbacks are asked in their order, and none twice.
    private IEnumerable<string> Left(Generation generation)
    {
        var all = catalogue.Find(generation.Model)?.Fallbacks ?? [];
        var at = generation.ServedModel is { } served ? all.ToList().FindIndex(id => string.Equals(id, served, StringComparison.OrdinalIgnoreCase)) : -1;
        return generation.ServedModel is not null && at < 0 ? [] : all.Skip(at + 1);
    }

    private async Task<(Diversion? Diversion, string Text)> TryAsync(Generation generation, string id, CancellationToken cancellationToken)
    {
        if (catalogue.Find(id) is not { Price: not null } model || model.Modality != generation.Modality)
        {
            return (null, "it is not in the catalogue, has no price or makes something else.");
        }

        if (model.Status == ModelStatus.Retired && !generation.IsSandbox)
        {
            return (null, "its vendor has retired it.");
        }

        if (providers.Find(model.Provider, ExecutionToolbox.TargetOf(generation)) is not ProviderLookup.Found)
        {
            return (null, "its vendor is not configured.");
        }

        // A browser's session by password has no key, and no list.
        var key = await accounts.FindKeyAsync(generation.KeyId, KeyOwner.Anybody, cancellationToken);
        if (key is { Models: { } allowed } && !allowed.Allows(model.Id))
        {
            return (null, "the key may not use it.");
        }

        var mapped = FallbackMapper.Map(catalogue.Find(generation.Model)!, generation.Input, model);
        return mapped.Input is { } input
            ? await PriceAsync(generation, model, input, mapped.Text, cancellationToken)
            : (null, mapped.Text);
    }

    private async Task<(Diversion? Diversion, string Text)> PriceAsync(
        Generation generation, ModelEntry model, JsonElement input, string changes, CancellationToken cancellationToken)
    {
        var valid = validator.Validate(model, input);
        if (!valid.IsOk)
        {
            return (null, valid.Error.Message);
        }

        // The media are stored things of the owner by now; only the fallback's own limits are new.
        var owner = new Caller(generation.UserId, string.Empty, UserRole.User, generation.KeyId, generation.Book);
        var resolved = await media.ResolveAsync(owner, model, valid.Value, cancellationToken);
        if (!resolved.IsOk)
        {
            return (null, resolved.Error.Message);
        }

        var quote = pricing.Quote(model, resolved.Value.Input, resolved.Value.Media);
        return quote.IsOk
            ? (new Diversion(model.Id, model.Provider, model.VendorModel, model.Route, model.SubmitPolicy, resolved.Value.Input, quote.Value.FrozenRule), changes)
            : (null, quote.Error.Message);
    }
}

/// <summary>What comes after a refusal.</summary>
/// <param name="Diversion">The fallback; <see langword="null"/> when none is left that can do the work.</param>
/// <param name="Notes">The generation's details with what was decided and why.</param>
internal sealed record FailoverPlan(Diversion? Diversion, IReadOnlyDictionary<string, string> Notes);
