using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Atelier.Api.Json;
using Atelier.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atelier.Api.Requests;

/// <summary>A JSON body, read strictly: unknown, missing, repeated or wrongly typed members are refused by name.</summary>
/// <typeparam name="T">A record of <see cref="ApiJsonContext"/>.</typeparam>
internal sealed class Body<T> : IReadRequest, IBodyHolder, IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? value;

    private Body(T? value, ServiceError? error) => (this.value, Error) = (value, error);

    /// <inheritdoc />
    public ServiceError? Error { get; }

    /// <summary>The body; handlers run only when there is one.</summary>
    public T Value => value ?? throw new InvalidOperationException("The body could not be read; the request should have been refused.");

    /// <inheritdoc />
    public object? Content => value;

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var result = await JsonBodyReader.ReadAsync(context.Request, TypeInfo, context.RequestAborted);
        return new Body<T>(result.Value, result.Error);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static JsonTypeInfo<T> TypeInfo { get; } = (JsonTypeInfo<T>)ApiJsonContext.Default.GetTypeInfo(typeof(T))!;
}
