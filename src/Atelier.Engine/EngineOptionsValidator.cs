using Microsoft.Extensions.Options;

namespace Atelier.Engine;

/// <summary>Checks the attributes of <see cref="EngineOptions"/> when the server starts.</summary>
[OptionsValidator]
internal sealed partial class EngineOptionsValidator : IValidateOptions<EngineOptions>;
