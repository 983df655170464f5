namespace Atelier.Providers.Tests.Conformance;

/// <summary>What an empty success means, by the way a vendor answers.</summary>
public enum EmptyAnswer
{
    /// <summary>A result without media.</summary>
    IsNoMedia,

    /// <summary>An answer that makes no sense, because the answer should be the media itself.</summary>
    IsMalformed,

    /// <summary>Nothing is wrong before the media is opened, and then it cannot be had.</summary>
    ShowsWhenOpened,

    /// <summary>A result all the same: no words are words too.</summary>
    IsAResult,
}
