namespace Atelier.Providers;

/// <summary>Adapts one vendor client to our one interface. What it can do is told by the capability interfaces it implements.</summary>
public interface IProvider
{
    /// <summary>The name used by the catalogue and by metrics: lower case, stable, for example <c>runway</c>.</summary>
    string Name { get; }

    /// <summary>What this provider can do.</summary>
    ProviderCapabilities Capabilities { get; }
}

/// <summary>What a provider can do.</summary>
/// <param name="Modalities">The modalities it can generate.</param>
/// <param name="CanCancel">Whether <see cref="IGenerationProvider.CancelAsync"/> really stops work at the vendor.</param>
/// <param name="CanStreamChat">Whether it implements <see cref="IChatProvider"/>.</param>
/// <param name="DefaultConcurrency">Submissions that may be under way at once for one vendor account, unless configured otherwise.</param>
public sealed record ProviderCapabilities(
    IReadOnlySet<Modality> Modalities,
    bool CanCancel,
    bool CanStreamChat,
    int DefaultConcurrency = 16);
