using Atelier.Api.Problems;
using Atelier.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Requests;

/// <summary>What holds for every route: nothing in a request is silently ignored.</summary>
internal static class RequestRules
{
    // More than any route takes: where there are more, one of the first is unknown.
    private const int MostParameters = 50;

    /// <summary>Refuses unknown or repeated query parameters, and requests of which a part could not be read.</summary>
    public static TBuilder WithRequestRules<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter<TBuilder>(static async (invocation, next) =>
            Refuse(invocation) is { } error ? new ProblemResult(error) : await next(invocation));

    private static ServiceError? Refuse(EndpointFilterInvocationContext invocation)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument is IReadRequest { Error: { } error })
            {
                return error;
            }
        }

        return CheckQuery(invocation.HttpContext);
    }

    private static ServiceError? CheckQuery(HttpContext context)
    {
        if (context.Request.Query.Count == 0)
        {
            return null;
        }

        var known = context.GetEndpoint()?.Metadata.GetMetadata<QueryParameters>()?.Parameters ?? [];
        var problems = new List<FieldProblem>();
        foreach (var (name, values) in context.Request.Query.Take(MostParameters))
        {
            if (known.All(parameter => parameter.Name != name))
            {
                problems.Add(new FieldProblem(name.Shown(), ProblemCodes.UnknownParameter, DescribeKnown(name, known)));
            }
            else if (values.Count > 1)
            {
                problems.Add(new FieldProblem(name, ProblemCodes.InvalidParameter, $"The query parameter '{name}' is given more than once."));
            }
        }

        return problems.Count == 0 ? null : FieldProblems.ToError(problems);
    }

    private static string DescribeKnown(string name, IReadOnlyList<QueryParameter> known) => known.Count == 0
        ? $"The query parameter '{name.Shown()}' is not known: this route takes none."
        : $"The query parameter '{name.Shown()}' is not known. Known are: {string.Join(", ", known.Select(parameter => parameter.Name))}.";
}
