using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Api.Quotes;

/// <summary>What a generation would cost, in credits.</summary>
internal sealed record QuoteResource
{
    public string Object { get; } = "quote";

    public required string Model { get; init; }

    /// <summary>What would be held: the most it can cost.</summary>
    public required decimal Hold { get; init; }

    /// <summary>What it will most likely cost.</summary>
    public required decimal Expected { get; init; }

    /// <summary>What is available now.</summary>
    public required decimal Available { get; init; }

    /// <summary>What would be available after the hold; negative when the credits do not suffice.</summary>
    public required decimal AvailableAfter { get; init; }

    /// <summary>Whether the credits suffice.</summary>
    public required bool Affordable { get; init; }

    /// <summary>Names the price; changes whenever the price does.</summary>
    public required string PriceVersion { get; init; }

    /// <summary>With <c>cache</c>: whether there is a result to share, or one under way.</summary>
    public bool? SharesResult { get; init; }

    /// <summary>With <c>cache</c>: what a shared result costs.</summary>
    public decimal? SharedPrice { get; init; }

    public required bool Sandbox { get; init; }

    public static QuoteResource From(QuoteView view, bool sandbox) => new()
    {
        Model = view.Model.Id,
        Hold = MicroCredits.ToCredits(view.Quote.HoldMicro),
        Expected = MicroCredits.ToCredits(view.Quote.ExpectedMicro),
        Available = MicroCredits.ToCredits(view.AvailableMicro),
        AvailableAfter = MicroCredits.ToCredits(view.AvailableAfterMicro),
        Affordable = view.AvailableAfterMicro >= 0,
        PriceVersion = view.Quote.PriceVersion,
        SharesResult = view.SharesResult,
        SharedPrice = view.SharedMicro is { } shared ? MicroCredits.ToCredits(shared) : null,
        Sandbox = sandbox,
    };
}
