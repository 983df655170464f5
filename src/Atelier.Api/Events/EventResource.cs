using System.Text.Json;
using Atelier.Services.Generations;

namespace Atelier.Api.Events;

/// <summary>One numbered event of a generation; the <c>data:</c> of a server-sent event.</summary>
/// <param name="Sequence">Its number, which is also the event's <c>id:</c>.</param>
/// <param name="Type">For example <c>generation.running</c>.</param>
/// <param name="GenerationId">The generation.</param>
/// <param name="CreatedAt">When it happened.</param>
/// <param name="Data">State, progress, error and credits at that moment.</param>
internal sealed record EventResource(long Sequence, string Type, string GenerationId, DateTime CreatedAt, JsonElement Data)
{
    public static EventResource From(GenerationEvent source) =>
        new(source.Sequence, source.Type, source.GenerationId, source.CreatedAt.UtcDateTime, source.Data);
}
