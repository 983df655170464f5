namespace Atelier.Providers.ExtensionsAI;

/// <summary>A provider could not do what was asked of it through a <c>Microsoft.Extensions.AI</c> interface.</summary>
/// <param name="failure">Why, in the closed set.</param>
/// <param name="innerException">What caused it, if anything did.</param>
public sealed class ProviderFailureException(ProviderFailure failure, Exception? innerException = null)
    : Exception((failure ?? throw new ArgumentNullException(nameof(failure))).Message, innerException)
{
    /// <summary>Why, in the closed set; says whether to try again and whether the vendor may have charged.</summary>
    public ProviderFailure Failure { get; } = failure;
}
