namespace Atelier.Clients.Http;

/// <summary>How often a call that buys something may be sent when its fate is unclear.</summary>
public enum SubmitPolicy
{
    /// <summary>Send again after any server error, timeout or connection fault. An answer lost on the way may be bought twice.</summary>
    AtLeastOnce = 0,

    /// <summary>
    /// Send again only when the vendor provably never got the call, or provably refused it. Anything else ends in a
    /// <see cref="VendorException"/> with <see cref="VendorException.MayHaveBeenAccepted"/> set.
    /// </summary>
    AtMostOnce = 1,
}
