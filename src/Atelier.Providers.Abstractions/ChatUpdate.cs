using System.Text.Json;

namespace Atelier.Providers;

/// <summary>One step of a streamed chat answer.</summary>
public abstract record ChatUpdate
{
    private ChatUpdate()
    {
    }

    /// <summary>A piece of the answer, in the shape of an OpenAI <c>chat.completion.chunk</c>.</summary>
    /// <param name="Chunk">The chunk object.</param>
    public sealed record Delta(JsonElement Chunk) : ChatUpdate;

    /// <summary>The answer is complete.</summary>
    /// <param name="Usage">What was used; <see langword="null"/> when the vendor did not say.</param>
    public sealed record Finished(ProviderUsage? Usage) : ChatUpdate;

    /// <summary>The answer broke off or never began.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(ProviderFailure Failure) : ChatUpdate;
}
