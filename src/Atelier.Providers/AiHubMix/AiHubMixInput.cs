using System.Text.Json;
using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.AiHubMix;

/// <summary>
/// One request's input, ready for a pure mapper: values by our names, and media already in the form the vendor takes. What a mapper
/// does not read is refused or passed on, never dropped.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="files">Its media as files, by our names.</param>
/// <param name="dataUris">The same as data URIs, where the form of the request needs them.</param>
internal sealed class AiHubMixInput(
    ProviderRequest request,
    IReadOnlyDictionary<string, IReadOnlyList<VendorFile>> files,
    IReadOnlyDictionary<string, IReadOnlyList<string>> dataUris)
{
    /// <summary>The longest picture the gateway's vendors read out of JSON, in characters.</summary>
    private const int LongestDataUri = 20_971_520;

    public InputReader Values { get; } = new(request.Input);

    /// <summary>The vendor's own model name.</summary>
    public string Model => request.VendorModel;

    /// <summary>Prepares the media of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="inJson">Whether the form of the request is JSON, so that pictures go into it as data URIs.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="InvalidInputException">Media is of no known type, or too large for its form.</exception>
    /// <exception cref="MediaUnavailableException">Media cannot be read.</exception>
    public static async Task<AiHubMixInput> ReadAsync(ProviderRequest request, bool inJson, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, IReadOnlyList<VendorFile>>(StringComparer.Ordinal);
        var dataUris = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, items) in request.Media)
        {
            var ofName = new List<VendorFile>();
            var texts = new List<string>();
            foreach (var item in items)
            {
                var file = await InputMedia.ToFileAsync(item, name, cancellationToken);
                ofName.Add(file);
                if (inJson)
                {
                    texts.Add(await InputMedia.ToDataUriAsync(file, LongestDataUri, cancellationToken)
                        ?? throw new InvalidInputException(name, $"'{name}' is too large: this model takes about 15 MB."));
                }
            }

            files[name] = ofName;
            dataUris[name] = texts;
        }

        return new AiHubMixInput(request, files, dataUris);
    }

    public bool HasMedia(string name) => files.TryGetValue(name, out var items) && items.Count > 0;

    /// <summary>All files under a name, in order.</summary>
    public IReadOnlyList<VendorFile> Files(string name) => Read(files, name);

    /// <summary>The one file under a name, or <see langword="null"/>.</summary>
    public VendorFile? File(string name) => Single(Files(name), name);

    /// <summary>All media under a name as data URIs, in order.</summary>
    public IReadOnlyList<string> DataUris(string name) => Read(dataUris, name);

    /// <summary>The one media item under a name as a data URI, or <see langword="null"/>.</summary>
    public string? DataUri(string name) => Single(DataUris(name), name);

    /// <summary>Refuses what the mapper did not read.</summary>
    public void RefuseRest() => Values.RefuseRest(Model);

    /// <summary>
    /// What the mapper did not read, to be passed on under the vendor's names. Media cannot be, for its values are our references,
    /// nor can names that mean something to us alone.
    /// </summary>
    /// <param name="ours">Names of ours that the vendor would not understand.</param>
    public Dictionary<string, JsonElement> TakeRest(params IEnumerable<string> ours)
    {
        var rest = Values.TakeRest();
        if (files.Keys.Concat(ours).FirstOrDefault(rest.ContainsKey) is { } name)
        {
            throw new InvalidInputException(name, $"'{name}' is not offered by {Model}.");
        }

        return new Dictionary<string, JsonElement>(rest, StringComparer.Ordinal);
    }

    private IReadOnlyList<T> Read<T>(IReadOnlyDictionary<string, IReadOnlyList<T>> media, string name)
    {
        if (!media.TryGetValue(name, out var items))
        {
            return [];
        }

        Values.Skip(name);
        return items;
    }

    private T? Single<T>(IReadOnlyList<T> items, string name) => items.Count switch
    {
        0 => default,
        1 => items[0],
        _ => throw new InvalidInputException(name, $"{Model} takes one '{name}'."),
    };
}
