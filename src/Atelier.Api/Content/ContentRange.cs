using Atelier.Services.Artifacts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Atelier.Api.Content;

/// <summary>What part of a file a request asks for, by RFC 9110 section 14.</summary>
internal abstract record ContentRange
{
    private ContentRange()
    {
    }

    /// <summary>All of it. Also the answer to several ranges at once, which a server need not support.</summary>
    public sealed record Whole : ContentRange;

    /// <summary>One part.</summary>
    public sealed record Part(ByteRange Range) : ContentRange;

    /// <summary>A part that does not exist.</summary>
    public sealed record Unsatisfiable : ContentRange;

    public static ContentRange Read(RequestHeaders headers, StoredFile file, EntityTagHeaderValue tag)
    {
        if (headers.Range is not { } asked
            || !asked.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || asked.Ranges.Count != 1
            || !IsUnchanged(headers.IfRange, file, tag))
        {
            return new Whole();
        }

        var only = asked.Ranges.First();
        return only.From is { } from ? FromTo(from, only.To, file.Bytes) : Last(only.To!.Value, file.Bytes);
    }

    private static ContentRange FromTo(long from, long? to, long length) => from < length
        ? new Part(new ByteRange(from, Math.Min(to ?? long.MaxValue, length - 1)))
        : new Unsatisfiable();

    private static ContentRange Last(long count, long length) => count > 0 && length > 0
        ? new Part(new ByteRange(Math.Max(0, length - count), length - 1))
        : new Unsatisfiable();

    private static bool IsUnchanged(RangeConditionHeaderValue? condition, StoredFile file, EntityTagHeaderValue tag) => condition switch
    {
        null => true,
        { EntityTag: { } asked } => asked.Compare(tag, useStrongComparison: true),
        { LastModified: { } asked } => file.WrittenAt.ToUnixTimeSeconds() == asked.ToUnixTimeSeconds(),
        _ => false,
    };
}
