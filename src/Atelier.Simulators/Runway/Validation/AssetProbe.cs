using System.Text.Json.Nodes;
using Atelier.Simulators.Media.Probes;
using Atelier.Simulators.Runway.Files;
using Atelier.Simulators.Runway.Models;
using SkiaSharp;

namespace Atelier.Simulators.Runway.Validation;

/// <summary>
/// Looks at the assets a body names, as the vendor does while the caller waits: there, of a usable kind, not out of bounds.
/// </summary>
internal sealed class AssetProbe(VendorSimulators simulators, Uploads uploads)
{
    private static readonly string[] SoundContainers = ["mp3", "aac", "flac", "wav", "mp4"];
    private static readonly string[] FilmContainers = ["mp4", "webm"];

    /// <summary>The facts about the asset, or an issue.</summary>
    public async Task<AssetFacts> ProbeAsync(AssetReference asset, RunwayModel model, CancellationToken cancellationToken)
    {
        var content = asset.Uri.StartsWith("data:", StringComparison.Ordinal) ? Embedded(asset)
            : asset.Uri.StartsWith("runway://", StringComparison.Ordinal) ? await UploadedAsync(asset, cancellationToken)
            : await FetchedAsync(asset, cancellationToken);
        return content is { Bytes: { } bytes } ? Examine(asset, bytes, model) : new AssetFacts(content.Issue);
    }

    private static Content Embedded(AssetReference asset)
    {
        var encoded = asset.Uri.AsSpan(asset.Uri.IndexOf(',', StringComparison.Ordinal) + 1);
        var bytes = new byte[encoded.Length / 4 * 3 + 3];
        return Convert.TryFromBase64Chars(encoded, bytes, out var length)
            ? new Content(bytes.AsMemory(0, length))
            : Refuse(asset, "Invalid data URI: the content is not base64");
    }

    private async Task<Content> UploadedAsync(AssetReference asset, CancellationToken cancellationToken) =>
        await uploads.FindAsync(asset.Uri, cancellationToken) is { } bytes
            ? new Content(bytes)
            : Refuse(asset, "Invalid asset: the upload does not exist, is not complete or has expired");

    private async Task<Content> FetchedAsync(AssetReference asset, CancellationToken cancellationToken)
    {
        var address = new Uri(asset.Uri);
        if (simulators.Options.Runway.FetchAsset is not { } fetch)
        {
            return address.Host.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase) ? Refuse(asset, "Failed to fetch asset")
                : address.AbsolutePath.EndsWith(
                    ".gif", StringComparison.OrdinalIgnoreCase) ? Refuse(asset, "Unsupported asset type: image/gif")
                : new Content(Bytes: null);
        }

        if (await fetch(address, cancellationToken) is not { } fetched)
        {
            return Refuse(asset, "Failed to fetch asset");
        }

        var kind = fetched.ContentType.Split('/')[0];
        return kind.Equals(asset.Kind.ToString(), StringComparison.OrdinalIgnoreCase)
            ? new Content(fetched.Content)
            : Refuse(asset, $"Unsupported asset type: {fetched.ContentType}");
    }

    private static AssetFacts Examine(AssetReference asset, ReadOnlyMemory<byte> bytes, RunwayModel model)
    {
        if (asset.Kind == AssetKind.Image)
        {
            return ExamineImage(asset, bytes, model);
        }

        var known = asset.Kind == AssetKind.Audio ? SoundContainers : FilmContainers;
        return SoundProbe.Read(bytes.Span) is { } facts && known.Contains(facts.Container)
            ? new AssetFacts(LengthIssue(asset, facts.Seconds, model), FilmSize(asset, bytes.Span), facts.Seconds)
            : new AssetFacts(Refuse(asset, "Unsupported or damaged asset").Issue);
    }

    private static JsonObject? LengthIssue(AssetReference asset, double? seconds, RunwayModel model) =>
        model.Assets.GetValueOrDefault(asset.Path.Head) is not { } bounds ? null
            : seconds > bounds.MaxSeconds ? Issue.AssetTooLong(asset.Path, bounds.MaxSeconds.Value)
            : seconds < bounds.MinSeconds ? Issue.AssetTooShort(asset.Path, bounds.MinSeconds.Value)
            : null;

    private static FrameSize? FilmSize(AssetReference asset, ReadOnlySpan<byte> bytes) =>
        asset.Kind == AssetKind.Video && Mp4Probe.Size(bytes) is { } size ? new FrameSize(size.Width, size.Height) : null;

    private static AssetFacts ExamineImage(AssetReference asset, ReadOnlyMemory<byte> bytes, RunwayModel model)
    {
        using var data = SKData.CreateCopy(bytes.Span);
        using var codec = SKCodec.Create(data);
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Webp))
        {
            return new AssetFacts(Refuse(asset, "Unsupported or damaged asset: expected a JPEG, PNG or WebP image").Issue);
        }

        var size = new FrameSize(codec.Info.Width, codec.Info.Height);
        var aspect = (double)size.Width / size.Height;
        if (model.Assets.GetValueOrDefault(asset.Path.Head) is { } bounds
            && (size.ShortSide < bounds.MinSide || Math.Max(size.Width, size.Height) > bounds.MaxSide))
        {
            return new AssetFacts(Refuse(asset, $"Invalid asset dimensions: each side must be {Sides(bounds)} pixels").Issue);
        }

        return model.BoundedAspect && aspect is < 0.5 or > 2
            ? new AssetFacts(Refuse(asset, "Invalid asset aspect ratio: width / height must be between 0.5 and 2").Issue)
            : new AssetFacts(Issue: null, size);
    }

    private static string Sides(AssetBounds bounds) => bounds.MaxSide is { } max ? $"{bounds.MinSide ?? 1} to {max}" : $"at least {bounds.MinSide}";

    private static Content Refuse(AssetReference asset, string message) => new(Bytes: null, Issue.Custom(asset.Path, message));

    /// <summary>Bytes of an asset; neither bytes nor issue when it is taken on trust.</summary>
    private sealed record Content(ReadOnlyMemory<byte>? Bytes, JsonObject? Issue = null);
}

/// <summary>What is known of an asset.</summary>
internal sealed record AssetFacts(JsonObject? Issue, FrameSize? Size = null, double? Seconds = null);
