using Atelier.Services;

namespace Atelier.Api.Requests;

/// <summary>Makes one error of several problems with a request.</summary>
internal static class FieldProblems
{
    /// <summary>The error repeats the first problem; the list is given only when there are more.</summary>
    public static ServiceError ToError(IReadOnlyList<FieldProblem> problems) =>
        new(ErrorKind.Invalid, problems[0].Code, problems[0].Message, problems[0].Field)
        {
            Problems = problems.Count > 1 ? problems : [],
        };
}
