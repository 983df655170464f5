using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Stability;

/// <summary>A request's input by our names, with what all of the vendor's services read alike, and its media as files.</summary>
internal sealed class StabilityInput(ProviderRequest request, IReadOnlyDictionary<string, VendorFile> files)
{
    public ProviderRequest Request => request;

    public InputReader Values { get; } = new(request.Input);

    public string Prompt => Values.RequiredText("prompt");

    public string? Text(string name) => Values.Text(name);

    public double? Number(string name) => Values.Number(name);

    public int? Integer(string name) => Values.Int32(name);

    public VendorFile? File(string name)
    {
        Values.Skip(name);
        return files.GetValueOrDefault(name);
    }

    public VendorFile RequiredFile(string name) => File(name) ?? throw new InvalidInputException(name, $"'{name}' is required.");

    public uint? Seed() => Values.Integer("seed") switch
    {
        null => null,
        >= 0 and <= uint.MaxValue and var seed => (uint)seed,
        _ => throw new InvalidInputException("seed", $"'seed' must be from 0 to {uint.MaxValue}."),
    };

    /// <summary>Our <c>style</c>, or the vendor's own name for it.</summary>
    public string? Style()
    {
        var (ours, theirs) = (Values.Text("style"), Values.Text("style_preset"));
        return ours is not null && theirs is not null
            ? throw new InvalidInputException("style_preset", "'style' and 'style_preset' mean the same; give one of them.")
            : ours ?? theirs;
    }

    public string? Format() => Values.Text("format") is "jpg" ? "jpeg" : Values.Text("format");

    /// <summary>For v1, which gives one format and has no field for it.</summary>
    public void TakePngOnly()
    {
        if (Values.Text("format") is { } format && format != "png")
        {
            throw new InvalidInputException("format", "This model gives png only.");
        }
    }

    /// <summary>For services that make one result for a request.</summary>
    public void RefuseSeveral()
    {
        if (Values.Int32("count") is { } count and not 1)
        {
            throw new InvalidInputException("count", $"This model makes one result for a request, not {count}.");
        }
    }
}
