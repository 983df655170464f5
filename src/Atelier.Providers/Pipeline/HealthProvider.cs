namespace Atelier.Providers.Pipeline;

/// <summary>Keeps the health counters of one provider up to date.</summary>
internal sealed class HealthProvider(IGenerationProvider inner, ProviderHealth health, TimeProvider time) : ProviderWrapper(inner, time)
{
    protected override void End(IDisposable? scope, ProviderCall call, ProviderCallResult result, TimeSpan elapsed)
    {
        // Neither a caller who left nor a fault of ours says anything about the vendor.
        if (!result.IsAbandoned && result != ProviderCallResult.Threw)
        {
            health.Record(result);
        }
    }
}
