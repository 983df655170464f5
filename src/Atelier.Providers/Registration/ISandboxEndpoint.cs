namespace Atelier.Providers.Registration;

/// <summary>Where the simulated vendors listen. The server implements it: the port is known only once they have started.</summary>
public interface ISandboxEndpoint
{
    /// <summary>
    /// The address below which each vendor is found by its name, for example <c>http://127.0.0.1:41873</c> with
    /// <c>/runway</c> below it; <see langword="null"/> while the simulators are not up.
    /// </summary>
    Uri? BaseUrl { get; }
}
