using System.Text.Json;
using System.Text.RegularExpressions;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>
/// Where media comes from: an <c>https</c> address with a domain name, an uploaded <c>runway://</c> file, or a base64 data URI. Only the
/// form is judged here; what is behind it is probed afterwards.
/// </summary>
internal sealed partial class MediaString(AssetKind kind) : ValueRule
{
    public const int MaxDataUri = 5_242_880;
    private const int MaxUrl = 2048;
    private const int MaxRunwayUri = 5000;

    public override void Check(JsonElement value, IssuePath path, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Issues.Add(Issue.InvalidType(path, "string", value));
            return;
        }

        var uri = value.GetString()!;
        var max = uri.StartsWith("data:", StringComparison.Ordinal) ? MaxDataUri : uri.StartsWith(
            "runway://", StringComparison.Ordinal) ? MaxRunwayUri : MaxUrl;
        if (uri.Length > max)
        {
            findings.Issues.Add(Issue.TooBig(path, "string", max));
            return;
        }

        if (Problem(uri) is { } problem)
        {
            findings.Issues.Add(Issue.Custom(path, problem));
            return;
        }

        findings.Assets.Add(new AssetReference(kind, uri, path));
    }

    private string? Problem(string uri)
    {
        if (uri.StartsWith("runway://", StringComparison.Ordinal))
        {
            return null;
        }

        if (uri.StartsWith("data:", StringComparison.Ordinal))
        {
            var prefix = DataPrefix().Match(uri);
            var wanted = kind.ToString().ToLowerInvariant();
            return prefix.Success && prefix.Groups["kind"].ValueSpan.SequenceEqual(wanted)
                ? null
                : $"Invalid data URI: expected data:{wanted}/*;base64,";
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || uri.Length < 13)
        {
            return "Invalid asset: expected an HTTPS URL, a Runway upload URI or a data URI";
        }

        return address.HostNameType == UriHostNameType.Dns ? null : "Invalid asset URL: use a domain name, not an IP address";
    }

    [GeneratedRegex(@"^data:(?<kind>image|video|audio)/[a-zA-Z0-9.+-]+;base64,")]
    private static partial Regex DataPrefix();
}
