using Atelier.Providers.ExtensionsAI.Models;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI;

/// <summary>Models of our providers behind the interfaces of <c>Microsoft.Extensions.AI</c>.</summary>
/// <remarks>
/// Each client throws <see cref="ProviderFailureException"/> when the provider cannot do what was asked. What an option of the interface
/// has no input for at the vendor is refused by the provider, never dropped; <c>AdditionalProperties</c> go to the vendor by our input names.
/// </remarks>
public static class ProviderModelExtensions
{
    /// <summary>A chat model as <see cref="IChatClient"/>; streams when the provider does.</summary>
    /// <param name="provider">A provider with <see cref="Modality.Chat"/>.</param>
    /// <param name="vendorModel">The vendor's model name; <see cref="ChatOptions.ModelId"/> goes before it.</param>
    /// <param name="options">How it behaves. Default: as <see cref="ModelClientOptions"/> says.</param>
    /// <exception cref="ArgumentException">The provider has no chat.</exception>
    public static IChatClient AsChatClient(this IGenerationProvider provider, string vendorModel, ModelClientOptions? options = null) =>
        new ModelChatClient(Call(provider, vendorModel, options, Modality.Chat));

    /// <summary>A picture model as <see cref="IImageGenerator"/>.</summary>
    /// <param name="provider">A provider with <see cref="Modality.Image"/>.</param>
    /// <param name="vendorModel">The vendor's model name; <see cref="ImageGenerationOptions.ModelId"/> goes before it.</param>
    /// <param name="options">How it behaves. Default: as <see cref="ModelClientOptions"/> says.</param>
    /// <exception cref="ArgumentException">The provider makes no pictures.</exception>
    public static IImageGenerator AsImageGenerator(
        this IGenerationProvider provider, string vendorModel, ModelClientOptions? options = null) =>
        new ModelImageGenerator(Call(provider, vendorModel, options, Modality.Image));

    /// <summary>A speech model as <see cref="ITextToSpeechClient"/>.</summary>
    /// <param name="provider">A provider with <see cref="Modality.Speech"/>.</param>
    /// <param name="vendorModel">The vendor's model name; <see cref="TextToSpeechOptions.ModelId"/> goes before it.</param>
    /// <param name="options">How it behaves. Default: as <see cref="ModelClientOptions"/> says.</param>
    /// <exception cref="ArgumentException">The provider makes no speech.</exception>
    public static ITextToSpeechClient AsTextToSpeechClient(
        this IGenerationProvider provider, string vendorModel, ModelClientOptions? options = null) =>
        new ModelTextToSpeechClient(Call(provider, vendorModel, options, Modality.Speech));

    /// <summary>A transcription model as <see cref="ISpeechToTextClient"/>.</summary>
    /// <param name="provider">A provider with <see cref="Modality.Transcription"/>.</param>
    /// <param name="vendorModel">The vendor's model name; <see cref="SpeechToTextOptions.ModelId"/> goes before it.</param>
    /// <param name="options">How it behaves. Default: as <see cref="ModelClientOptions"/> says.</param>
    /// <exception cref="ArgumentException">The provider makes no transcripts.</exception>
    public static ISpeechToTextClient AsSpeechToTextClient(
        this IGenerationProvider provider, string vendorModel, ModelClientOptions? options = null) =>
        new ModelSpeechToTextClient(Call(provider, vendorModel, options, Modality.Transcription));

    private static ModelCall Call(IGenerationProvider provider, string vendorModel, ModelClientOptions? options, Modality modality)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(vendorModel);
        return provider.Capabilities.Modalities.Contains(modality)
            ? new ModelCall(provider, vendorModel, options)
            : throw new ArgumentException($"The provider '{provider.Name}' has no models for {modality}.", nameof(provider));
    }
}
