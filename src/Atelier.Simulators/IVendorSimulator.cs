using Atelier.Simulators.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators;

/// <summary>
/// One simulated vendor. Register it as a singleton of this type; it is mapped under <c>/{Name}</c>, and every endpoint it maps passes
/// through the call log and the scripted faults.
/// </summary>
internal interface IVendorSimulator
{
    /// <summary>Path prefix and name in control calls: lower case, <c>stability</c>, <c>runway</c>, <c>aihubmix</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Maps the vendor's paths. Give each a name with <c>WithOperation</c> (see <see cref="Http.OperationNames"/>), and map
    /// <c>{**path}</c> last, for unknown paths and wrong methods, so that they answer in the vendor's own way.
    /// </summary>
    void Map(RouteGroupBuilder group);

    /// <summary>Writes a scripted error (status, rate limit, refusal by content) in the vendor's own envelope.</summary>
    Task WriteScriptedErrorAsync(HttpContext context, ScriptedError error);
}
