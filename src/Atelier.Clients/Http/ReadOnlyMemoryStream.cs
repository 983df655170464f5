using System.Runtime.InteropServices;

namespace Atelier.Clients.Http;

/// <summary>A readable stream over memory, without a copy when the memory is an array (it nearly always is).</summary>
internal static class ReadOnlyMemoryStream
{
    public static Stream Over(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(memory.ToArray(), writable: false);
}
