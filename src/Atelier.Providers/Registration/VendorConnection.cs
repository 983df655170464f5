namespace Atelier.Providers.Registration;

/// <summary>Everything a vendor's factory needs to make one provider.</summary>
public sealed record VendorConnection
{
    /// <summary>The services of the host: client factory, logging, clock.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>The vendor itself or the simulated one.</summary>
    public required ProviderTarget Target { get; init; }

    /// <summary>The key to send.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Where to send it.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The shortest time between two polls of one task; <see langword="null"/> means what the vendor asks for.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>The wait before a client's first retry; <see langword="null"/> means the client's default.</summary>
    public TimeSpan? RetryBaseDelay { get; init; }

    /// <summary>Longest time for one attempt of a call; <see langword="null"/> means the client's default.</summary>
    public TimeSpan? Timeout { get; init; }

    // The compiler's own text would print the key.
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Target = ").Append(Target).Append(", BaseUrl = ").Append(BaseUrl);
        return true;
    }
}
