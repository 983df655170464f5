using System.Net;

namespace Atelier.Clients.Http;

/// <summary>
/// Content that remembers whether it began to be sent. A body that never began proves that the vendor cannot have taken the work,
/// which is what a submission under <see cref="SubmitPolicy.AtMostOnce"/> must know.
/// </summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly SendProgress _progress;

    public WatchedContent(HttpContent inner, SendProgress progress)
    {
        _inner = inner;
        _progress = progress;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _progress.Begin();
        return _inner.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>How far the sending of one attempt came.</summary>
internal sealed class SendProgress(SubmitPolicy? policy)
{
    public bool BodyBegan { get; private set; }

    public void Begin()
    {
        // The handler below us repeats a request whose pooled connection turned out dead; a purchase must not be repeated unseen.
        if (BodyBegan && policy is SubmitPolicy.AtMostOnce)
        {
            throw new IOException("The body of a submission would have been sent a second time.");
        }

        BodyBegan = true;
    }
}
