using System.Globalization;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Runway.Files;

/// <summary>Signed addresses of results. Every look at a task yields fresh ones.</summary>
internal sealed class OutputUrls(VendorSimulators simulators)
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    public string Sign(HttpContext context, string taskId, string file)
    {
        var expires = (simulators.Clock.GetUtcNow() + simulators.Options.Runway.OutputUrlLifetime).ToUnixTimeMilliseconds();
        var token = $"{Signature.Encode(Header)}.{Signature.Encode(expires.ToString(CultureInfo.InvariantCulture))}";
        return context.PublicUrl(
            simulators.Options, $"/runway/_outputs/{taskId}/{file}?_jwt={token}.{Signature.Hex($"{taskId}/{file}/{token}")}");
    }

    /// <summary>Whether the token was made here for this file and has not expired.</summary>
    public bool IsValid(string taskId, string file, string token)
    {
        var end = token.LastIndexOf('.');
        return end > 0
            && Signature.IsHex($"{taskId}/{file}/{token[..end]}", token[(end + 1)..])
            && token.Split('.') is [_, var payload, _]
            && long.TryParse(Signature.Decode(payload), NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && simulators.Clock.GetUtcNow().ToUnixTimeMilliseconds() < expires;
    }
}
