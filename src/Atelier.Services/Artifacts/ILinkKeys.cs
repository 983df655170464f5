using System.Security.Cryptography;

namespace Atelier.Services.Artifacts;

/// <summary>What addresses that work without a key are signed with. Whoever hosts the services keeps it; all nodes of one installation need the same.</summary>
public interface ILinkKeys
{
    /// <summary>The first signs, all are accepted. Never empty.</summary>
    IReadOnlyList<byte[]> Keys { get; }
}

/// <summary>For hosts that keep none: addresses work until the process ends.</summary>
internal sealed class PassingLinkKeys : ILinkKeys
{
    private const int Bytes = 32;

    public IReadOnlyList<byte[]> Keys { get; } = [RandomNumberGenerator.GetBytes(Bytes)];
}
