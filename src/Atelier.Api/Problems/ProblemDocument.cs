using Atelier.Services;

namespace Atelier.Api.Problems;

/// <summary>An error as every route answers it: RFC 9457 <c>application/problem+json</c> with members of our own.</summary>
internal sealed record ProblemDocument
{
    public const string ContentType = "application/problem+json";

    /// <summary>Names the problem: <c>urn:atelier:problem:</c> and the code. Stable.</summary>
    public required string Type { get; init; }

    /// <summary>A short title of the group of problems.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable machine-readable code in snake case.</summary>
    public required string Code { get; init; }

    /// <summary>The input at fault, for example <c>input.size</c>.</summary>
    public string? Field { get; init; }

    /// <summary>Every problem found, when there is more than one.</summary>
    public IReadOnlyList<FieldProblem>? Problems { get; init; }

    /// <summary>Seconds after which another try makes sense.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Names this request in the server's log; also in the header <c>X-Request-Id</c>.</summary>
    public required string RequestId { get; init; }
}
