using Atelier.Services.Generations.Execution;
using Atelier.Services.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Generations;

/// <summary>Registers the generation service and the runner that executes generations.</summary>
public static class GenerationServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IGenerationService"/>, <see cref="IGenerationRunner"/> and <see cref="IGenerationSignals"/>. Needs persistence, storage, the
    /// catalogue, a provider directory and an engine (dispatcher, nodes, gate) beside it.
    /// </summary>
    public static IServiceCollection AddAtelierGenerations(this IServiceCollection services, Action<GenerationOptions>? configure = null)
    {
        services.AddOptions<GenerationOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GenerationOptions>, GenerationOptionsValidator>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddOptions<ResultCacheOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ResultCacheOptions>, ResultCacheOptionsValidator>());
        services.AddMetrics();
        services.TryAddSingleton<ServiceMetrics>();
        services.AddHostedService<BacklogSampler>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdFactory>();
        services.TryAddSingleton<IGenerationSignals, GenerationSignals>();
        services.TryAddSingleton<LiveAnswers>();
        services.TryAddSingleton<GenerationIntake>();
        services.TryAddSingleton<IGenerationService, GenerationService>();

        services.TryAddSingleton<TransitionApplier>();
        services.TryAddSingleton<StepInterrupts>();
        services.TryAddSingleton<ExecutionToolbox>();
        services.TryAddSingleton<StoreStep>();
        services.TryAddSingleton<PollStep>();
        services.TryAddSingleton<CancelStep>();
        services.TryAddSingleton<ShareStep>();
        services.TryAddSingleton<FailoverPlanner>();
        services.TryAddSingleton<FailoverStep>();
        services.TryAddSingleton<SubmitStep>();
        services.TryAddSingleton<IGenerationRunner, GenerationRunner>();
        return services;
    }
}
