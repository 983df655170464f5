using Atelier.Clients.Runway;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Runway;

/// <summary>Turns input media into addresses the vendor takes: small media as data URIs, larger ones by an upload.</summary>
internal sealed class RunwayMediaPreparer(RunwayClient client)
{
    /// <summary>The vendor counts the characters of the whole data URI.</summary>
    public const int LongestDataUri = 5_242_880;

    public async Task<RunwayMedia> PrepareAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var uris = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, items) in request.Media)
        {
            var list = new List<string>(items.Count);
            foreach (var item in items)
            {
                list.Add(await AddressOfAsync(item, name, cancellationToken));
            }

            uris[name] = list;
        }

        return new RunwayMedia { Uris = uris };
    }

    private async Task<string> AddressOfAsync(MediaSource item, string name, CancellationToken cancellationToken)
    {
        var file = await InputMedia.ToFileAsync(item, name, cancellationToken);
        return await InputMedia.ToDataUriAsync(file, LongestDataUri, cancellationToken) ?? await client.UploadAsync(file, cancellationToken);
    }
}
