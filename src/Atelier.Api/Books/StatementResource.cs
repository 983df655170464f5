using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;

namespace Atelier.Api.Books;

/// <summary>The credits of a period: opening and all that moved make closing, exactly.</summary>
internal sealed record StatementResource
{
    public string Object { get; } = "statement";

    /// <summary>Beginning (inclusive); absent for the very beginning.</summary>
    public DateTime? Since { get; init; }

    /// <summary>End (exclusive).</summary>
    public required DateTime Until { get; init; }

    public required StatementBalance Opening { get; init; }

    /// <summary>Given by operators, less what they took back.</summary>
    public required decimal Granted { get; init; }

    /// <summary>Brought by top-up codes.</summary>
    public required decimal ToppedUp { get; init; }

    /// <summary>Corrections.</summary>
    public required decimal Adjusted { get; init; }

    /// <summary>Gone because their time was over; not positive.</summary>
    public required decimal Expired { get; init; }

    /// <summary>Charged for generations; not positive.</summary>
    public required decimal Charged { get; init; }

    public required StatementBalance Closing { get; init; }

    /// <summary>How many moves there were; `format=csv` lists them.</summary>
    public required long Moves { get; init; }

    /// <summary>What the parts do not explain: always zero.</summary>
    public required decimal Difference { get; init; }

    public static StatementResource From(StatementQuery query, Statement statement) => new()
    {
        Since = query.Since?.UtcDateTime,
        Until = query.Until!.Value.UtcDateTime,
        Opening = new StatementBalance(MicroCredits.ToCredits(statement.OpeningAvailableMicro), MicroCredits.ToCredits(statement.OpeningHeldMicro)),
        Granted = MicroCredits.ToCredits(statement.GrantedMicro),
        ToppedUp = MicroCredits.ToCredits(statement.ToppedUpMicro),
        Adjusted = MicroCredits.ToCredits(statement.AdjustedMicro),
        Expired = MicroCredits.ToCredits(statement.ExpiredMicro),
        Charged = MicroCredits.ToCredits(statement.ChargedMicro),
        Closing = new StatementBalance(MicroCredits.ToCredits(statement.ClosingAvailableMicro), MicroCredits.ToCredits(statement.ClosingHeldMicro)),
        Moves = statement.Moves,
        Difference = MicroCredits.ToCredits(statement.DifferenceMicro),
    };
}

/// <summary>A balance in credits.</summary>
/// <param name="Available">That can be spent.</param>
/// <param name="Held">Set aside for unfinished generations.</param>
internal sealed record StatementBalance(decimal Available, decimal Held);
