using System.Text.Json;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Atelier.Services.Persistence.Model;

namespace Atelier.Services.Persistence.Writing;

/// <summary>The numbered events: what a listener is told about a generation.</summary>
internal static class EventStatements
{
    private static readonly string Insert = SqlText.Insert("generation_events", "generation_id", "user_id", "book", "type", "data", "created_at");

    /// <summary>The event's name; <see langword="null"/> when listeners are not told.</summary>
    public static string? TypeOf(TransitionRule rule) => rule.Trigger switch
    {
        // Which node executes it is nobody's business but ours.
        GenerationTrigger.Claim => null,
        GenerationTrigger.Progress => "generation.progress",
        GenerationTrigger.RequestCancel => "generation.cancel_requested",
        _ => OfState(rule.To),
    };

    public static string OfState(GenerationState state) => $"generation.{state.ToWire()}";

    public static Statement New(GenerationFacts after, string type, GenerationError? error, long captured, long released, DateTimeOffset now)
    {
        var credits = new EventCredits(
            MicroCredits.ToCredits(after.QuotedMicro), MicroCredits.ToCredits(after.HeldMicro), MicroCredits.ToCredits(captured), MicroCredits.ToCredits(released));
        var data = JsonSerializer.Serialize(new EventData(after.State.ToWire(), after.Progress, error, credits), PersistenceJson.Default.EventData);
        return new Statement(Insert, [after.Id, after.UserId, (int)after.Book, type, data, now]);
    }
}
