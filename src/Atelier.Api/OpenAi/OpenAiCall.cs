using Atelier.Services.Accounts;
using Atelier.Services.Generations;

namespace Atelier.Api.OpenAi;

/// <summary>A request that became a generation, or met the one it repeats.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="View">The generation as it was then.</param>
/// <param name="RepeatKey">What repetitions are known by; <see langword="null"/> when the caller gave a key of its own or wants none.</param>
internal sealed record OpenAiCall(Caller Caller, GenerationView View, string? RepeatKey)
{
    public string Id => View.Generation.Id;
}
