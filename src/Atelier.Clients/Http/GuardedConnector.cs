using System.Net;
using System.Net.Sockets;

namespace Atelier.Clients.Http;

/// <summary>Resolves a name once; used to connect and replaceable in tests.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>
/// Opens connections only where the policy lets them go. The check is made here, on the very addresses that are then connected to,
/// because a name that was harmless when checked earlier may resolve to another address by the time of the connection.
/// </summary>
/// <param name="policy">Which addresses may be called.</param>
/// <param name="trusted">Origins that may have any address.</param>
/// <param name="plainHttp">Whether http may be spoken with public addresses.</param>
/// <param name="proxy">The proxy that the connections may go through; it may have any address. Without one, every connection is to what was asked for.</param>
/// <param name="resolve">Looks up names.</param>
internal sealed class GuardedConnector(
    AddressPolicy policy, IReadOnlyCollection<Uri> trusted, bool plainHttp, IWebProxy? proxy = null, ResolveHost? resolve = null)
{
    // The head start that RFC 8305 recommends for the preferred family.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    // A picture may take minutes without a byte on the wire; a silent connection is kept alive in routers, and a dead one noticed.
    private const int KeepAliveSeconds = 60;
    private const int KeepAliveRetrySeconds = 15;

    private readonly ResolveHost _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>Counts the connections.</summary>
    public OpenConnections Pool { get; init; } = new();

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var requested = context.InitialRequestMessage.RequestUri!;

        // An address written out needs no look-up, and one such as 0.0.0.0, which no look-up takes, is to be refused like the others.
        var addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            : await _resolve(target.Host, cancellationToken).ConfigureAwait(false);
        if (!IsTrusted(requested.Scheme, target) && !IsProxyFor(requested, target))
        {
            addresses = Vet(addresses, requested.Scheme, target.Host);
        }

        return await OpenAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the addresses that may be called; refuses when one of them may not, for such a name is not to be trusted at all.</summary>
    private IPAddress[] Vet(IPAddress[] addresses, string scheme, string host)
    {
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (!addresses.All(policy.Allows))
        {
            throw new AddressRefusedException($"{host} is not a public address and is not in the list of allowed networks");
        }

        if (scheme == Uri.UriSchemeHttp && !plainHttp && !addresses.All(policy.IsExplicitlyAllowed))
        {
            throw new AddressRefusedException($"{host} may be called over https only");
        }

        return addresses;
    }

    private bool IsTrusted(string scheme, DnsEndPoint target) => trusted.Any(origin => origin.Scheme == scheme && LeadsTo(origin, target));

    // A proxy is the operator's own choice, and usually has a private address.
    private bool IsProxyFor(Uri requested, DnsEndPoint target) =>
        proxy is not null && !LeadsTo(requested, target) && proxy.GetProxy(requested) is { } chosen && LeadsTo(chosen, target);

    // Connections are made to the name as DNS writes it, which is not how a Unicode name stands in its URL.
    private static bool LeadsTo(Uri uri, DnsEndPoint target) =>
        uri.Port == target.Port && string.Equals(Bare(uri.IdnHost), Bare(target.Host), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string host) => host.Trim('[', ']');

    /// <summary>Tries the address families side by side, so that a broken IPv6 costs a moment and not a timeout.</summary>
    private async Task<Stream> OpenAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var v6 = Array.FindAll(addresses, address => address.AddressFamily == AddressFamily.InterNetworkV6);
        var v4 = Array.FindAll(addresses, address => address.AddressFamily == AddressFamily.InterNetwork);
        if (v6.Length == 0 || v4.Length == 0)
        {
            return await ConnectOneAsync(addresses, port, cancellationToken).ConfigureAwait(false);
        }

        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = ConnectOneAsync(v6, port, race.Token);
        if (await Task.WhenAny(first, Task.Delay(HeadStart, TimeProvider.System, race.Token)).ConfigureAwait(false) == first && first.IsCompletedSuccessfully)
        {
            return await first.ConfigureAwait(false);
        }

        var second = ConnectOneAsync(v4, port, race.Token);
        var winner = await Task.WhenAny(first, second).ConfigureAwait(false);
        var loser = winner == first ? second : first;
        if (!winner.IsCompletedSuccessfully)
        {
            return await loser.ConfigureAwait(false);
        }

        await race.CancelAsync().ConfigureAwait(false);
        _ = loser.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        return await winner.ConfigureAwait(false);
    }

    private async Task<Stream> ConnectOneAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveRetrySeconds);
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            return Pool.Counted(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
