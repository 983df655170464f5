using Atelier.Providers;
using Atelier.Services.Accounts;
using Atelier.Services.Catalogue;

namespace Atelier.Api.Models;

/// <summary>Says beforehand what creating a generation would answer: whether the model's vendor can be reached with the caller's key.</summary>
internal sealed class ModelAvailability(IProviderDirectory providers)
{
    private static readonly AvailabilityResource Available = new(true);

    public AvailabilityResource Of(ModelEntry model, Caller caller)
    {
        if (caller.Models is { } allowed && !allowed.Allows(model.Id))
        {
            return new AvailabilityResource(false, "model_not_allowed", "This key may not use the model.");
        }

        if (model.Price is null)
        {
            return new AvailabilityResource(false, "model_unpriced", "The model has no price in the catalogue.");
        }

        if (model.Status == ModelStatus.Retired && !caller.IsSandbox)
        {
            return new AvailabilityResource(false, "model_retired", model.StatusNote ?? "The vendor no longer runs this model.");
        }

        return Of(model.Provider, caller.IsSandbox ? ProviderTarget.Sandbox : ProviderTarget.Live);
    }

    private AvailabilityResource Of(string provider, ProviderTarget target) => providers.Find(provider, target) switch
    {
        ProviderLookup.Found => Available,
        ProviderLookup.NotConfigured missing => new AvailabilityResource(
            false, "vendor_not_configured", $"The setting {missing.MissingSetting} is missing on this server."),
        _ => new AvailabilityResource(false, "vendor_not_configured", $"This build has no provider named '{provider}'."),
    };
}
