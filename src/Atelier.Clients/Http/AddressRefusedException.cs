namespace Atelier.Clients.Http;

/// <summary>Thrown while connecting: the address is not one that may be called. Becomes <see cref="DownloadRefusedException"/>.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
