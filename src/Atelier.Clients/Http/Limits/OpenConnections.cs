using System.Net.Sockets;

namespace Atelier.Clients.Http;

/// <summary>Counts the connections that a pool holds open. Knows none until a pool of ours uses it.</summary>
internal sealed class OpenConnections
{
    private const int NoPool = -1;

    private int _count = NoPool;

    /// <summary>How many are open; <see langword="null"/> while no pool of ours is used.</summary>
    public int? Count => Volatile.Read(ref _count) is var count and >= 0 ? count : null;

    /// <summary>Says that a pool counts here from now on.</summary>
    public void Begin() => Interlocked.CompareExchange(ref _count, 0, NoPool);

    /// <summary>A connected socket as a stream that is counted until it is closed.</summary>
    public Stream Counted(Socket socket) => new Connection(socket, this);

    private sealed class Connection : NetworkStream
    {
        private OpenConnections? _owner;

        public Connection(Socket socket, OpenConnections owner)
            : base(socket, ownsSocket: true)
        {
            _owner = owner;
            Interlocked.Increment(ref owner._count);
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _owner, null) is { } owner)
            {
                Interlocked.Decrement(ref owner._count);
            }

            base.Dispose(disposing);
        }
    }
}
