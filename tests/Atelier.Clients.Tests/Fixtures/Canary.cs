using System.Net;
using System.Net.Sockets;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>Counts whoever connects to this machine on one port, over both address families.</summary>
internal sealed class Canary : IDisposable
{
    private readonly TcpListener _v4;
    private readonly TcpListener? _v6;
    private int _hits;

    private Canary(TcpListener v4, TcpListener? v6)
    {
        _v4 = v4;
        _v6 = v6;
        _ = CountAsync(v4);
        if (v6 is not null)
        {
            _ = CountAsync(v6);
        }
    }

    public int Port => ((IPEndPoint)_v4.LocalEndpoint).Port;

    public int Hits => Volatile.Read(ref _hits);

    public static Canary Start()
    {
        var v4 = new TcpListener(IPAddress.Loopback, 0);
        v4.Start();
        if (!Socket.OSSupportsIPv6)
        {
            return new Canary(v4, null);
        }

        var v6 = new TcpListener(IPAddress.IPv6Loopback, ((IPEndPoint)v4.LocalEndpoint).Port);
        try
        {
            v6.Start();
            return new Canary(v4, v6);
        }
        catch (SocketException)
        {
            return new Canary(v4, null); // the machine has no ::1
        }
    }

    public void Dispose()
    {
        _v4.Dispose();
        _v6?.Dispose();
    }

    private async Task CountAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _hits);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // stopped
        }
    }
}
