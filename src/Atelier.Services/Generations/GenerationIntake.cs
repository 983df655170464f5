using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Generations;

/// <summary>Everything that happens to a request before it is accepted: checked, its media stored, priced, turned into a row.</summary>
internal sealed class GenerationIntake(
    IModelCatalogue catalogue,
    IInputValidator validator,
    IMediaResolver media,
    IPricing pricing,
    IProviderDirectory providers,
    IdFactory ids,
    IOptions<GenerationOptions> options,
    IOptions<ResultCacheOptions> caching,
    TimeProvider time)
{
    private const int MaxIdempotencyKeyLength = 255;

    /// <summary>Checks and prices a request. Stores its media, but holds nothing.</summary>
    public async Task<Result<PricedRequest>> PriceAsync(Caller caller, GenerationCommand command, CancellationToken cancellationToken)
    {
        var found = FindModel(caller, command.Model);
        if (!found.IsOk)
        {
            return found.Error;
        }

        var model = found.Value;
        var input = validator.Validate(model, command.Input);
        if (!input.IsOk)
        {
            return input.Error;
        }

        var resolved = await media.ResolveAsync(caller, model, input.Value, cancellationToken);
        if (!resolved.IsOk)
        {
            return resolved.Error;
        }

        var quote = pricing.Quote(model, resolved.Value.Input, resolved.Value.Media);
        if (!quote.IsOk)
        {
            return quote.Error;
        }

        if (command.MaxCreditsMicro is { } limit && quote.Value.HoldMicro > limit)
        {
            return new ServiceError(
                ErrorKind.PaymentRequired,
                "over_max_credits",
                $"This would hold {MicroCredits.Format(quote.Value.HoldMicro)} credits, more than the max_credits of {MicroCredits.Format(limit)}. Raise max_credits or ask for less.",
                "max_credits");
        }

        if (command.CacheMaxAge is null)
        {
            return new PricedRequest(model, resolved.Value, quote.Value, null);
        }

        return CacheKeys.IsDeterministic(model, resolved.Value.Input)
            ? new PricedRequest(model, resolved.Value, quote.Value, CacheKeys.Of(model, resolved.Value))
            : new ServiceError(
                ErrorKind.Invalid,
                "not_deterministic",
                "A result can only be shared when the same request always gives it. Give 'input.seed' a number above 0, or leave 'cache' out.",
                "cache");
    }

    /// <summary>The row that a priced request becomes, with its idempotency record.</summary>
    public Result<NewGeneration> ToRow(Caller caller, GenerationCommand command, PricedRequest priced, string? retryOf)
    {
        if (command.IdempotencyKey is { } key && (key.Length is 0 or > MaxIdempotencyKeyLength || key.Any(char.IsControl)))
        {
            return new ServiceError(
                ErrorKind.Invalid, "invalid_idempotency_key", $"Idempotency-Key takes 1 to {MaxIdempotencyKeyLength} printable characters.", "Idempotency-Key");
        }

        var metadata = MetadataRules.Check(command.Metadata);
        if (!metadata.IsOk)
        {
            return metadata.Error;
        }

        var now = time.GetUtcNow();
        var generation = new Generation
        {
            Id = ids.New(IdPrefixes.Generation),
            UserId = caller.UserId,
            TeamId = caller.TeamId,
            KeyId = caller.KeyId,
            Book = caller.Book,
            Model = priced.Model.Id,
            Modality = priced.Model.Modality,
            Provider = priced.Model.Provider,
            VendorModel = priced.Model.VendorModel,
            Route = priced.Model.Route,
            State = GenerationState.Queued,
            Version = 1,
            Input = priced.Resolved.Input,
            Metadata = metadata.Value,
            SubmitPolicy = priced.Model.SubmitPolicy,
            PriceRule = priced.Quote.FrozenRule,
            QuotedMicro = priced.Quote.HoldMicro,
            HeldMicro = priced.Quote.HoldMicro,
            Deadline = now + options.Value.QueueTimeout,
            RetryOf = retryOf,
            TraceParent = Telemetry.ServiceTelemetry.TraceParent(command.TraceParent),
            CacheKey = priced.CacheKey,
            StateSince = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        return new NewGeneration
        {
            Generation = generation,
            Limits = [.. caller.Subjects().Where(subject => subject.Limits != AccountLimits.None)],
            CacheMaxAge = command.CacheMaxAge ?? TimeSpan.MaxValue,
            CacheLifetime = caching.Value.Lifetime,
            IdempotencyKey = command.IdempotencyKey,
            RequestHash = command.IdempotencyKey is null ? null : command.RequestHash ?? RequestHash(command),
            IdempotencyLifetime = command.IdempotencyLifetime ?? TimeSpan.FromHours(24),
        };
    }

    private static string RequestHash(GenerationCommand command)
    {
        var model = JsonSerializer.SerializeToElement(command.Model, IntakeJson.Default.String);
        return command.CacheMaxAge is { } age
            ? CanonicalJson.Hash(
                model, command.Input, command.Metadata ?? default, JsonSerializer.SerializeToElement(age.ToString(), IntakeJson.Default.String))
            : CanonicalJson.Hash(model, command.Input, command.Metadata ?? default);
    }

    private Result<ModelEntry> FindModel(Caller caller, string id)
    {
        if (catalogue.Find(id) is not { } model)
        {
            var near = catalogue.Suggest(id);
            var hint = near.Count > 0 ? $" Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?" : "";
            return new ServiceError(ErrorKind.NotFound, "model_not_found", $"There is no model '{Shorten(id)}'.{hint} GET /api/v1/models lists all models.", "model");
        }

        if (caller.Models is { } allowed && !allowed.Allows(model.Id))
        {
            return new ServiceError(
                ErrorKind.Forbidden, "model_not_allowed", $"This key may not use '{model.Id}'. It may use: {string.Join(", ", allowed.Patterns)}.", "model");
        }

        if (model.Status == ModelStatus.Retired && !caller.IsSandbox)
        {
            return new ServiceError(
                ErrorKind.Invalid, "model_retired", $"The vendor has retired '{model.Id}'. {model.StatusNote} A test key can still try it in the sandbox.", "model");
        }

        if (model.Price is null)
        {
            return new ServiceError(
                ErrorKind.Unavailable, "model_unpriced", $"'{model.Id}' has no price and an unpriced model is never free. An operator must price it in models.json.", "model");
        }

        return providers.Find(model.Provider, caller.IsSandbox ? ProviderTarget.Sandbox : ProviderTarget.Live) switch
        {
            ProviderLookup.Found => model,
            ProviderLookup.NotConfigured missing => new ServiceError(
                ErrorKind.Unavailable,
                "vendor_not_configured",
                $"'{model.Id}' needs the vendor '{model.Provider}', which is not configured: an operator must set {missing.MissingSetting} and start the server again. A test key works without it.",
                "model"),
            _ => new ServiceError(
                ErrorKind.Unavailable, "vendor_not_configured", $"'{model.Id}' names the provider '{model.Provider}', which this build does not have.", "model"),
        };
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}

/// <summary>A request that could be accepted.</summary>
/// <param name="Model">The model.</param>
/// <param name="Resolved">The input with its media stored.</param>
/// <param name="Quote">Its price.</param>
/// <param name="CacheKey">What makes identical requests equal; <see langword="null"/> when sharing was not asked for.</param>
internal sealed record PricedRequest(ModelEntry Model, ResolvedInput Resolved, PriceQuote Quote, string? CacheKey);
