using Microsoft.Extensions.Options;

namespace Atelier.Services.Generations;

/// <summary>Checks the attributes of <see cref="GenerationOptions"/> when the server starts.</summary>
[OptionsValidator]
internal sealed partial class GenerationOptionsValidator : IValidateOptions<GenerationOptions>;

/// <summary>Checks the attributes of <see cref="ResultCacheOptions"/> when the server starts.</summary>
[OptionsValidator]
internal sealed partial class ResultCacheOptionsValidator : IValidateOptions<ResultCacheOptions>;
