using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Clients.Http;

/// <summary>The keys of one vendor account, as one setting holds them: <c>key</c>, or <c>key,key*3</c> with weights.</summary>
internal static class VendorApiKeys
{
    private const char Separator = ',';
    private const char WeightMark = '*';
    private const int LargestWeight = 1000;

    /// <summary>The keys of a setting, in its order. A weight that is not a number stays part of the key's text.</summary>
    public static IReadOnlyList<VendorApiKey> Parse(string setting)
    {
        var parts = setting.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. parts.Select(Read).DistinctBy(key => key.Id)];
    }

    private static VendorApiKey Read(string part)
    {
        var mark = part.LastIndexOf(WeightMark);
        var weighted = mark > 0
            && int.TryParse(part.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
            && weight is >= 1 and <= LargestWeight
                ? (Text: part[..mark], Weight: weight)
                : (Text: part, Weight: 1);
        return new VendorApiKey(IdOf(weighted.Text), weighted.Text, weighted.Weight);
    }

    /// <summary>A short name that says which key, and nothing of what it is.</summary>
    private static string IdOf(string key) => $"k{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8]}";
}

/// <summary>One key.</summary>
/// <param name="Id">A stable name made from its hash; not secret.</param>
/// <param name="Text">The key itself.</param>
/// <param name="Weight">How often it is chosen, relative to the others.</param>
internal sealed record VendorApiKey(string Id, string Text, int Weight)
{
    public override string ToString() => Id;
}
