namespace Atelier.Clients.Runway;

/// <summary>What the requests that start a task have in common.</summary>
internal interface IRunwayRequest
{
    /// <summary>Longest time for one attempt.</summary>
    TimeSpan? Timeout { get; }

    /// <summary>Throws when the vendor is known to refuse the request.</summary>
    /// <param name="endpoint">The endpoint it goes to, such as <c>text_to_video</c>.</param>
    /// <exception cref="ArgumentException">The parameter name is the field at fault.</exception>
    void Check(string endpoint);
}
