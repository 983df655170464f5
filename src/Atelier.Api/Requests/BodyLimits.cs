using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atelier.Api.Requests;

/// <summary>Largest request bodies, in bytes. Uploads have the limit of the upload service instead.</summary>
internal static class BodyLimits
{
    /// <summary>Ordinary JSON.</summary>
    public const long Json = 1024 * 1024;

    /// <summary>JSON whose input may hold media as data URIs.</summary>
    public const long WithDataUris = 48L * 1024 * 1024;

    public static TBuilder AllowBodyOf<TBuilder>(this TBuilder builder, long? bytes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Limit(bytes));

    private sealed record Limit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
