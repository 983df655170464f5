namespace Atelier.Services.Secrets;

/// <summary>Seals secrets for keeping (settings, database columns) and opens them again. A sealed text is bound to the name it was sealed for.</summary>
public interface ISecretSealer
{
    /// <summary>The id of the master key that seals; <see langword="null"/> without a master key.</summary>
    string? CurrentKeyId { get; }

    /// <summary>Seals a text for a name.</summary>
    /// <param name="name">What the secret is for, for example <c>webhook:whk_...</c>; it must be the same when opening.</param>
    /// <param name="secret">The text to keep secret.</param>
    /// <exception cref="SecretException">There is no master key.</exception>
    string Seal(string name, string secret);

    /// <summary>Opens what was sealed for the same name, with whichever master key it was sealed.</summary>
    /// <exception cref="SecretException">It cannot be opened; the message says why and what to do, and repeats nothing of it.</exception>
    string Open(string name, string sealedText);
}

/// <summary>A secret cannot be sealed or opened. The message is for operators and holds no secret.</summary>
public sealed class SecretException(string message, Exception? innerException = null) : Exception(message, innerException);
