using Orleans.Concurrency;

namespace Atelier.Engine.Generations;

/// <summary>The only executor of one generation; the key is the generation's id.</summary>
internal interface IGenerationGrain : IGrainWithStringKey
{
    /// <summary>Begins to execute, unless it already does.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task StartAsync();

    /// <summary>Looks at the row at once, because it changed or because its turn has come.</summary>
    /// <param name="interrupt">Break off the step that is under way, as far as that is safe.</param>
    [OneWay]
    [AlwaysInterleave]
    Task WakeAsync(bool interrupt);
}
