using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Providers.Tests.Support;

/// <summary>Requests for the pure mappers.</summary>
internal static class Requests
{
    public static readonly VendorFile Picture = new("picture.png", "image/png", new byte[] { 0x89, 0x50, 0x4E, 0x47 });

    public static ProviderRequest Of(Modality modality, string model, string input, string? route = null, params string[] media) => new()
    {
        GenerationId = "gen_1",
        VendorModel = model,
        Route = route,
        Modality = modality,
        Input = JsonDocument.Parse(input).RootElement,
        Media = media.ToDictionary(name => name, _ => (IReadOnlyList<MediaSource>)[new BytesMediaSource(new byte[] { 1 }) { ContentType = "image/png" }]),
    };
}
