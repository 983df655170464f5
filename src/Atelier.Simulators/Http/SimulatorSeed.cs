using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Simulators.Http;

/// <summary>Numbers derived from what was asked, so that the same request always yields the same bytes.</summary>
internal static class SimulatorSeed
{
    /// <summary>64 bits from the fields and their order. Null and empty differ.</summary>
    public static ulong Derive(params ReadOnlySpan<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, field?.Length ?? -1);
            hash.AppendData(length);
            hash.AppendData(Encoding.UTF8.GetBytes(field ?? ""));
        }

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }

    /// <summary>A seed a vendor chooses itself when the caller gave none: 1 to <paramref name="max"/>.</summary>
    public static long Choose(long max) => RandomNumberGenerator.GetInt32(int.MaxValue) % max + 1;
}
