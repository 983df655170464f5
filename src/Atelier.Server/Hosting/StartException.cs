namespace Atelier.Server.Hosting;

/// <summary>The server cannot start, for a reason an operator can mend. The message is for people and holds no secret.</summary>
internal sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
