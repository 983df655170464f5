namespace Atelier.Providers;

/// <summary>
/// Media that can be opened: bytes, a stored object or something still at the vendor. Large media is streamed, never held whole.
/// Dispose it when done: some sources hold an open connection.
/// </summary>
public abstract class MediaSource : IAsyncDisposable
{
    /// <summary>The media type, for example <c>image/png</c>; <see langword="null"/> when only the bytes can tell.</summary>
    public string? ContentType { get; init; }

    /// <summary>Length in bytes when known.</summary>
    public long? Length { get; init; }

    /// <summary>A file name with an extension that fits, when one is known.</summary>
    public string? FileName { get; init; }

    /// <summary>Width in pixels when known.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels when known.</summary>
    public int? Height { get; init; }

    /// <summary>Playing time in seconds when known.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Whether <see cref="OpenAsync"/> may be called again after a failed or finished read.</summary>
    public virtual bool CanReopen => true;

    /// <summary>Opens the media for one sequential read.</summary>
    /// <exception cref="MediaUnavailableException">It cannot be had; the failure tells whether another try may help.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public abstract Task<Stream> OpenAsync(CancellationToken cancellationToken);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Media held in memory; for small things only.</summary>
/// <param name="bytes">The bytes.</param>
public sealed class BytesMediaSource(ReadOnlyMemory<byte> bytes) : MediaSource
{
    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <inheritdoc />
    public override Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Stream stream = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(Bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(Bytes.ToArray(), writable: false);
        return Task.FromResult(stream);
    }
}

/// <summary>Media opened by a function, for example a download that starts when asked.</summary>
/// <param name="open">Opens a fresh stream.</param>
/// <param name="canReopen">Whether it may be opened again.</param>
public sealed class DelegateMediaSource(Func<CancellationToken, Task<Stream>> open, bool canReopen = true) : MediaSource
{
    /// <inheritdoc />
    public override bool CanReopen => canReopen;

    /// <inheritdoc />
    public override Task<Stream> OpenAsync(CancellationToken cancellationToken) => open(cancellationToken);
}

/// <summary>A media source could not be opened or read to its end.</summary>
public sealed class MediaUnavailableException : IOException
{
    /// <summary>Says why.</summary>
    public MediaUnavailableException(ProviderFailure failure, Exception? innerException = null)
        : base((failure ?? throw new ArgumentNullException(nameof(failure))).Message, innerException) => Failure = failure;

    /// <summary>Why, in the closed set.</summary>
    public ProviderFailure Failure { get; }
}
