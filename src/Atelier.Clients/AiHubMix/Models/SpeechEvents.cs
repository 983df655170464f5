namespace Atelier.Clients.AiHubMix;

/// <summary>One event of speech sent as events.</summary>
/// <param name="Sound">The next bytes of the recording; empty in the last event.</param>
/// <param name="Usage">Tokens used, in the last event, when told.</param>
public sealed record SpeechEvent(ReadOnlyMemory<byte> Sound, TokenUsage? Usage);
