using Atelier.Providers;

namespace Atelier.Services.Artifacts;

/// <summary>A stored input on its way to a vendor; opened anew for each attempt, never held in memory.</summary>
internal sealed class StoredMediaSource : MediaSource
{
    private readonly IArtifactStore _store;
    private readonly string _key;
    private readonly string _id;

    public StoredMediaSource(IArtifactStore store, Upload upload)
    {
        _store = store;
        _key = upload.StoreKey;
        _id = upload.Id;
        ContentType = upload.ContentType;
        Length = upload.Bytes;
        FileName = $"{upload.Id}.{Media.MediaFormats.ExtensionOf(upload.ContentType)}";
        Width = upload.Width;
        Height = upload.Height;
        DurationSeconds = upload.DurationSeconds;
    }

    public static MediaUnavailableException Gone(string id) =>
        new(new ProviderFailure(ProviderFailureKind.InvalidRequest, $"The stored input '{id}' is gone. Upload it again and make a new request."));

    public override async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _store.OpenAsync(_key, null, cancellationToken) ?? throw Gone(_id)).Content;
        }
        catch (StoreUnavailableException exception)
        {
            throw new MediaUnavailableException(
                new ProviderFailure(ProviderFailureKind.VendorFault, "The storage that holds an input cannot be reached right now.") { Retryable = true }, exception);
        }
    }
}
