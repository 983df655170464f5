namespace Atelier.Clients.Http;

/// <summary>The pool of connections under a registered client. A client made with its own <see cref="HttpClient"/> uses that one's.</summary>
public sealed class VendorConnectionOptions
{
    /// <summary>Most HTTP/1.1 connections to one host, 1 or more. Default: 256.</summary>
    public int MaxPerHost { get; set; } = 256;

    /// <summary>After how long a connection is replaced, so that a changed address is noticed. Default: 5 minutes.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long an unused connection is closed. Default: 1 minute.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time to connect. Default: 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether HTTP/2 is used where the vendor offers it, over several connections when one is full. Default: true.</summary>
    public bool Http2 { get; set; } = true;

    /// <summary>Whether the W3C trace context goes to the vendor with each request. Default: false; our ids mean nothing there.</summary>
    public bool SendTraceContext { get; set; }

    internal IEnumerable<string> Problems(string where)
    {
        if (MaxPerHost is < 1 or > 65_535)
        {
            yield return $"{where}:{nameof(MaxPerHost)} must be 1 to 65,535, but is {MaxPerHost}.";
        }

        foreach (var (name, value) in new[]
        {
            (nameof(Lifetime), Lifetime), (nameof(IdleTimeout), IdleTimeout), (nameof(ConnectTimeout), ConnectTimeout),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                yield return $"{where}:{name} must be more than zero and at most one day, but is {value}.";
            }
        }
    }
}
