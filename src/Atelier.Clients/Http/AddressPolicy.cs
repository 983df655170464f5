using System.Net;
using System.Net.Sockets;

namespace Atelier.Clients.Http;

/// <summary>
/// Says which addresses a URL that came from outside may lead to: public ones and those an operator allowed. Everything that reaches
/// this machine, its network, or a tunnel into another address family is refused.
/// </summary>
/// <remarks>The list follows the IANA registries of special-purpose addresses for IPv4 and IPv6.</remarks>
public sealed class AddressPolicy(IReadOnlyCollection<IPNetwork> allowed)
{
    private static readonly IPNetwork[] SpecialV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // shared by carriers
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("169.254.0.0/16"), // link-local, cloud metadata
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, broadcast
    ];

    // Global unicast is one block, so IPv6 is allowed by it; this leaves out loopback, mapped, NAT64, link-local, unique local, multicast.
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialV6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments, with Teredo
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4: any IPv4 address in disguise
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>Whether the address is public or explicitly allowed.</summary>
    public bool Allows(IPAddress address) => IsPublic(address) || IsExplicitlyAllowed(address);

    /// <summary>Whether an operator allowed the address by name.</summary>
    public bool IsExplicitlyAllowed(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return !address.IsIPv4MappedToIPv6 && allowed.Any(network => network.Contains(address));
    }

    /// <summary>Whether the address is an ordinary one of the internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !SpecialV4.Any(network => network.Contains(address)),

            // A mapped address is an IPv4 address in disguise, and a network would compare it as such.
            AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => false,
            AddressFamily.InterNetworkV6 => GlobalV6.Contains(address) && !SpecialV6.Any(network => network.Contains(address)),
            _ => false,
        };
    }
}
