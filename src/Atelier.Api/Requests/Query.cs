using System.Reflection;
using Atelier.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atelier.Api.Requests;

/// <summary>What a route takes in its query.</summary>
/// <typeparam name="T">The implementing record.</typeparam>
internal interface IQueryShape<out T>
{
    /// <summary>The parameters, all optional.</summary>
    static abstract IReadOnlyList<QueryParameter> Parameters { get; }

    /// <summary>Reads them; problems are kept by the reader.</summary>
    static abstract T Read(QueryReader reader);
}

/// <summary>A query, read strictly: every wrong value is refused by name.</summary>
internal sealed class Query<T> : IReadRequest, IBindableFromHttpContext<Query<T>>, IEndpointParameterMetadataProvider
    where T : IQueryShape<T>
{
    private Query(T value, ServiceError? error) => (Value, Error) = (value, error);

    public T Value { get; }

    /// <inheritdoc />
    public ServiceError? Error { get; }

    public static ValueTask<Query<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var reader = new QueryReader(context.Request.Query);
        var value = T.Read(reader);
        return ValueTask.FromResult<Query<T>?>(new Query<T>(value, reader.Error));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryParameters(T.Parameters));
}
