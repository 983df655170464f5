using Atelier.Services;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Problems;

/// <summary>The answer of a handler whose service returned an error.</summary>
internal sealed class ProblemResult(ServiceError error) : IResult
{
    public static implicit operator ProblemResult(ServiceError error) => new(error);

    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteErrorAsync(httpContext, error);
}
