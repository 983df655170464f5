namespace Atelier.Providers;

/// <summary>What may be done when a paid submission got no clear answer (a timeout, or a connection lost after the body was sent).</summary>
public enum SubmitPolicy
{
    /// <summary>Submit again: a second purchase is accepted as the price of a result. Default for image, speech, transcription and chat.</summary>
    AtLeastOnce = 0,

    /// <summary>
    /// Never submit again unless the vendor provably did not accept the work; an ambiguous fault ends as the outcome "unknown".
    /// Default for video.
    /// </summary>
    AtMostOnce = 1,
}
