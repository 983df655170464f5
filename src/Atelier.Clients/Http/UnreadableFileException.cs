namespace Atelier.Clients.Http;

/// <summary>The caller's own file could not be read while it was being sent: not the vendor's fault, and not a thing to repeat.</summary>
internal sealed class UnreadableFileException(Exception cause) : Exception("A file to be sent could not be read.", cause);
