namespace Atelier.Services.Artifacts;

/// <summary>How an input names its media.</summary>
internal enum MediaReferenceKind
{
    Upload,
    Artifact,
    Url,
    DataUri,
}

/// <summary>A media reference by its form alone; whether it leads anywhere is found out by the resolver.</summary>
internal sealed record MediaReference(MediaReferenceKind Kind, string Text)
{
    private const int LongestUrl = 2048;

    /// <summary>Reads a reference; <see langword="null"/> when it has none of the four forms.</summary>
    public static MediaReference? Parse(string text)
    {
        if (IdFactory.IsWellFormed(text, IdPrefixes.Upload))
        {
            return new(MediaReferenceKind.Upload, text);
        }

        if (IdFactory.IsWellFormed(text, IdPrefixes.Artifact))
        {
            return new(MediaReferenceKind.Artifact, text);
        }

        if (DataUri.HasForm(text))
        {
            return new(MediaReferenceKind.DataUri, text);
        }

        return text.Length <= LongestUrl
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "https" or "http"
            && url.UserInfo.Length == 0
                ? new(MediaReferenceKind.Url, text)
                : null;
    }
}
