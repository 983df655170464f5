using Atelier.Services.Generations;
using Orleans.Runtime;

namespace Atelier.Engine.Nodes;

/// <summary>Names nodes after their silo address, which is unique for each start of a process.</summary>
internal sealed class SiloNodeDirectory(ILocalSiloDetails local, ISiloStatusOracle membership) : INodeDirectory
{
    public string Current { get; } = local.SiloAddress.ToParsableString();

    public IReadOnlyCollection<string> Live
    {
        get
        {
            var live = membership.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.ToParsableString()).ToHashSet(StringComparer.Ordinal);
            live.Add(Current);
            return live;
        }
    }
}
