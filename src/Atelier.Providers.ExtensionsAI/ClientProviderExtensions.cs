using Atelier.Providers.ExtensionsAI.Plugged;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI;

/// <summary>
/// Any client of <c>Microsoft.Extensions.AI</c> as a provider. Register it with
/// <c>services.AddProvider("mine", s =&gt; client.AsProvider("mine"))</c> and name it in the catalogue.
/// </summary>
/// <remarks>
/// Inputs that the interface knows are mapped, all others go on as <c>AdditionalProperties</c>. Clients of strangers fail in ways nobody
/// here knows: unless a status proves a refusal, the outcome counts as possibly charged.
/// </remarks>
public static class ClientProviderExtensions
{
    /// <summary>A provider of chat, streamed or whole.</summary>
    /// <param name="client">Answers; stays the caller's to dispose.</param>
    /// <param name="name">The provider's name for the catalogue: lower case.</param>
    public static IGenerationProvider AsProvider(this IChatClient client, string name) =>
        new PluggedProvider(name, new PluggedClients { Chat = Required(client) });

    /// <summary>A provider of pictures.</summary>
    /// <param name="generator">Makes the pictures; stays the caller's to dispose.</param>
    /// <param name="name">The provider's name for the catalogue: lower case.</param>
    /// <param name="responseFormat">
    /// What to ask the generator for: <see cref="ImageGenerationResponseFormat.Data"/> for one that would answer with addresses, which are
    /// not followed here. Default: nothing, as some models refuse to be asked.
    /// </param>
    public static IGenerationProvider AsProvider(
        this IImageGenerator generator, string name, ImageGenerationResponseFormat? responseFormat = null) =>
        new PluggedProvider(name, new PluggedClients { Images = Required(generator), PictureFormat = responseFormat });

    /// <summary>A provider of speech.</summary>
    /// <param name="client">Speaks; stays the caller's to dispose.</param>
    /// <param name="name">The provider's name for the catalogue: lower case.</param>
    public static IGenerationProvider AsProvider(this ITextToSpeechClient client, string name) =>
        new PluggedProvider(name, new PluggedClients { Speech = Required(client) });

    /// <summary>A provider of transcripts and of translations to English.</summary>
    /// <param name="client">Writes down; stays the caller's to dispose.</param>
    /// <param name="name">The provider's name for the catalogue: lower case.</param>
    public static IGenerationProvider AsProvider(this ISpeechToTextClient client, string name) =>
        new PluggedProvider(name, new PluggedClients { Transcripts = Required(client) });

    private static T Required<T>(T client)
        where T : class => client ?? throw new ArgumentNullException(nameof(client));
}
