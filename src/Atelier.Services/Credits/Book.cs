namespace Atelier.Services.Credits;

/// <summary>The two separate ledgers. Nothing ever moves between them.</summary>
public enum Book
{
    /// <summary>Real credits, spent by live keys.</summary>
    Live = 0,

    /// <summary>Play money, spent by test keys; the work goes to the simulated vendors.</summary>
    Test = 1,
}
