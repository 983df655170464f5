namespace Atelier.Providers.ExtensionsAI;

/// <summary>How a model behaves behind a <c>Microsoft.Extensions.AI</c> interface.</summary>
public sealed record ModelClientOptions
{
    /// <summary>Which of the vendor's routes serves the model, see <see cref="ProviderRequest.Route"/>. Default: none.</summary>
    public string? Route { get; init; }

    /// <summary>What to do after an ambiguous fault. Default: <see cref="SubmitPolicy.AtLeastOnce"/>.</summary>
    public SubmitPolicy SubmitPolicy { get; init; }

    /// <summary>Longest time for one submission. Default: the client's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The clock for waits between polls. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
