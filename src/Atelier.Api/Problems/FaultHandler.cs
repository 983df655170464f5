using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.Api.Problems;

/// <summary>
/// Answers exceptions as problems. The framework has sorted out callers who hung up by then, and logs nothing that is handled here: faults of
/// ours are logged as errors, requests that cannot be read are not worth more than a debug line.
/// </summary>
internal sealed partial class FaultHandler(ILogger<FaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Whatever a caller who has gone left half done is no fault of ours, and nobody reads the answer.
        var problem = httpContext.RequestAborted.IsCancellationRequested
            ? ProblemMapper.FromStatus(StatusCodes.Status400BadRequest, httpContext.TraceIdentifier)
            : ProblemMapper.FromException(exception, httpContext.TraceIdentifier);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            LogFault(exception, problem.RequestId, httpContext.Request.Method, httpContext.Request.Path);
        }
        else
        {
            LogRefused(exception, problem.RequestId, problem.Code);
        }

        await ProblemWriter.WriteAsync(httpContext, problem);
        return true;
    }
}
