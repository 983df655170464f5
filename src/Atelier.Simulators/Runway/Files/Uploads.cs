using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Runway.Files;

/// <summary>
/// Files handed in ahead of use: issues a signed form, recognises it when it comes back, and finds the file by the name it was given.
/// Nothing is kept before the file itself arrives; the names carry what is needed.
/// </summary>
internal sealed class Uploads(VendorSimulators simulators)
{
    public const string StoragePath = "/_storage/ephemeral";
    public const long MinBytes = 512;
    public const long MaxBytes = 200L * 1024 * 1024;

    private const string Scheme = "runway://";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public RunwayUpload Issue(HttpContext context, string filename)
    {
        var now = simulators.Clock.GetUtcNow();
        var key = $"ephemeral/{RandomNumberGenerator.GetHexString(24, lowercase: true)}/{Uri.EscapeDataString(Path.GetFileName(filename))}";
        var policy = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Policy(key, now + Lifetime).ToJsonString()));
        var fields = new Dictionary<string, string>
        {
            ["key"] = key,
            ["policy"] = policy,
            ["x-amz-algorithm"] = "AWS4-HMAC-SHA256",
            ["x-amz-date"] = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            ["x-amz-signature"] = Signature.Hex(policy),
        };
        return new RunwayUpload(context.PublicUrl(simulators.Options, $"/runway{StoragePath}"), fields, NameOf(key, now));
    }

    /// <summary>The key the form was issued for; null when the form is not one of ours, was changed, or is too old.</summary>
    public string? KeyOf(IReadOnlyDictionary<string, string> form)
    {
        if (!form.TryGetValue("policy", out var policy)
            || !form.TryGetValue("x-amz-signature", out var signature)
            || !Signature.IsHex(policy, signature)
            || !form.ContainsKey("x-amz-algorithm")
            || !form.ContainsKey("x-amz-date"))
        {
            return null;
        }

        using var document = JsonDocument.Parse(Convert.FromBase64String(policy));
        var expires = document.RootElement.GetProperty("expiration").GetDateTimeOffset();
        var key = document.RootElement.GetProperty("conditions")[0].GetProperty("key").GetString()!;
        return form.GetValueOrDefault("key") == key && simulators.Clock.GetUtcNow() < expires ? key : null;
    }

    public Task SaveAsync(string key, byte[] content, CancellationToken cancellationToken) =>
        simulators.Store.SaveBytesAsync(RunwaySimulator.VendorName, key, content, cancellationToken);

    /// <summary>The file of a <c>runway://</c> name; null when it was never issued, not uploaded, or is older than 24 hours.</summary>
    public async Task<byte[]?> FindAsync(string uri, CancellationToken cancellationToken)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal)
            || uri[Scheme.Length..].Split('.') is not [var encoded, var signature]
            || !Signature.IsHex(encoded, signature)
            || Signature.Decode(encoded)?.Split('|', 2) is not [var issued, var key])
        {
            return null;
        }

        var age = simulators.Clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(issued, CultureInfo.InvariantCulture));
        return age < Lifetime ? await simulators.Store.FindBytesAsync(RunwaySimulator.VendorName, key, cancellationToken) : null;
    }

    private static string NameOf(string key, DateTimeOffset issued)
    {
        var encoded = Signature.Encode($"{issued.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}|{key}");
        return $"{Scheme}{encoded}.{Signature.Hex(encoded)}";
    }

    private static JsonObject Policy(string key, DateTimeOffset expires) => new()
    {
        ["expiration"] = expires.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["conditions"] = new JsonArray(new JsonObject { ["key"] = key }, new JsonArray("content-length-range", MinBytes, MaxBytes)),
    };
}
