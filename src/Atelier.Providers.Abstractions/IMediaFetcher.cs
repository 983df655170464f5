namespace Atelier.Providers;

/// <summary>Fetches media from a URL a caller gave, from public addresses (or explicitly allowed networks) only.</summary>
public interface IMediaFetcher
{
    /// <summary>Prepares a download; nothing is sent before the source is opened.</summary>
    /// <param name="url">An absolute http or https URL.</param>
    /// <param name="maxBytes">Largest answer accepted, in bytes.</param>
    MediaSource FromUrl(Uri url, long maxBytes);
}
