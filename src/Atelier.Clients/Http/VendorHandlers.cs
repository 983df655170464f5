using System.Diagnostics;
using System.Net;

namespace Atelier.Clients.Http;

/// <summary>The connection pool under a registered client.</summary>
internal static class VendorHandlers
{
    /// <summary>
    /// For a vendor's client: its own origin may have any address (a gateway in the house, a simulator), a redirect away from it only a
    /// public one.
    /// </summary>
    public static SocketsHttpHandler ForVendor(VendorClientOptions options) =>
        Create(
            new GuardedConnector(new AddressPolicy([]), [options.RootUri()], plainHttp: true, HttpClient.DefaultProxy) { Pool = options.Pool },
            options.Connections);

    public static SocketsHttpHandler Create(GuardedConnector connector, VendorConnectionOptions? options = null)
    {
        options ??= new VendorConnectionOptions();
        connector.Pool.Begin();
        return new SocketsHttpHandler
        {
            // Redirects are followed by the client, which keeps credentials within the vendor's origin.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,

            // Our trace ids mean nothing to a vendor, and signed requests may not carry headers of their own.
            ActivityHeadersPropagator = options.SendTraceContext ? DistributedContextPropagator.Current : null,
            ConnectTimeout = options.ConnectTimeout,
            ConnectCallback = connector.ConnectAsync,
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = options.MaxPerHost,
            PooledConnectionLifetime = options.Lifetime,
            PooledConnectionIdleTimeout = options.IdleTimeout,
        };
    }
}
