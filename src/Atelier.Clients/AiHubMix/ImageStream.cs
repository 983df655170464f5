using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>Reads the events of a picture made in view; both endpoints differ in the first part of their names only.</summary>
internal static class ImageStream
{
    public static async IAsyncEnumerable<ImageEvent> ReadAsync(
        GatewayEvents events, VendorStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var finished = false;
        await foreach (var (type, body) in events.ReadAsync(answer, cancellationToken).ConfigureAwait(false))
        {
            var isPartial = type.EndsWith(".partial_image", StringComparison.Ordinal);
            if (!isPartial && !type.EndsWith(".completed", StringComparison.Ordinal))
            {
                continue; // a kind of event that is newer than this client
            }

            finished |= !isPartial;
            yield return new ImageEvent
            {
                Bytes = Base64Text.Decode(body.Get("b64_json")) ?? throw events.Malformed("an event of the stream holds no picture"),
                PartialIndex = isPartial ? Index(body) : null,
                Size = body.Get("size").AsText(),
                OutputFormat = body.Get("output_format").AsText(),
                Usage = Usages.Read(body),
            };
        }

        if (!finished)
        {
            throw events.BrokenOff();
        }
    }

    private static int Index(JsonElement body) =>
        int.TryParse(body.Get("partial_image_index").AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0;
}
