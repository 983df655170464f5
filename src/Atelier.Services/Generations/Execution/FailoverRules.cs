using Atelier.Providers;

namespace Atelier.Services.Generations.Execution;

/// <summary>Which refusals another vendor may answer better.</summary>
internal static class FailoverRules
{
    /// <summary>
    /// Whether the vendor provably took nothing and the request itself was not at fault. What a vendor refuses because of the request or its
    /// content would be a way around its rules elsewhere; what it may have taken would be bought twice.
    /// </summary>
    public static bool Allow(ProviderFailure failure) => !failure.MayHaveCharged && failure.Kind switch
    {
        ProviderFailureKind.Authentication or ProviderFailureKind.InsufficientVendorBalance or ProviderFailureKind.RateLimited
            or ProviderFailureKind.VendorFault or ProviderFailureKind.Timeout => true,

        // The vendor does not have the model any more, or nobody for it at the moment: that is no fault of the request.
        ProviderFailureKind.InvalidRequest => failure.Field == "model",
        _ => false,
    };
}
