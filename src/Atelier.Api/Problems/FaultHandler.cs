using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Problems;

/// <summary>Answers exceptions as problems. The framework has logged them by then and has sorted out callers who hung up.</summary>
internal sealed class FaultHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await ProblemWriter.WriteAsync(httpContext, ProblemMapper.FromException(exception, httpContext.TraceIdentifier));
        return true;
    }
}
