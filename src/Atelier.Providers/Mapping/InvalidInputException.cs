namespace Atelier.Providers.Mapping;

/// <summary>
/// The input cannot be said in the vendor's words. Thrown by request mappers, caught by <see cref="VendorCalls"/>, never seen outside
/// this layer: to the caller it is a refusal of kind <see cref="ProviderFailureKind.InvalidRequest"/>.
/// </summary>
internal sealed class InvalidInputException(string inputName, string message) : Exception(message)
{
    /// <summary>Which of our input names is at fault.</summary>
    public string Field => inputName;

    public ProviderFailure ToFailure() => new(ProviderFailureKind.InvalidRequest, Message) { Field = inputName };
}
