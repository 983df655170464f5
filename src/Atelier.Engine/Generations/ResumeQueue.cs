using System.Threading.Channels;

namespace Atelier.Engine.Generations;

/// <summary>Generations whose executor went away without the node stopping, to be resumed at once.</summary>
internal sealed class ResumeQueue
{
    private readonly Channel<string> _ids = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(string generationId) => _ids.Writer.TryWrite(generationId);

    public bool TryTake(out string generationId) => _ids.Reader.TryRead(out generationId!);
}
