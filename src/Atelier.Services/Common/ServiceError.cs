namespace Atelier.Services;

/// <summary>Groups errors by what the caller can do about them. The API maps each to one HTTP status.</summary>
public enum ErrorKind
{
    /// <summary>The request is malformed or breaks a rule of its model. 400.</summary>
    Invalid = 1,

    /// <summary>No key, or one we do not accept. 401.</summary>
    Unauthenticated,

    /// <summary>The key is good but may not do this. 403.</summary>
    Forbidden,

    /// <summary>No such thing, or it belongs to somebody else. 404.</summary>
    NotFound,

    /// <summary>It is not in a state that allows this. 409.</summary>
    Conflict,

    /// <summary>Too few credits. 402.</summary>
    PaymentRequired,

    /// <summary>Larger than allowed. 413.</summary>
    TooLarge,

    /// <summary>A media type we do not take. 415.</summary>
    UnsupportedMedia,

    /// <summary>Well-formed but contradictory, such as a reused idempotency key. 422.</summary>
    Unprocessable,

    /// <summary>Too many requests. 429.</summary>
    RateLimited,

    /// <summary>A setting is missing or a needed part is away. 503.</summary>
    Unavailable,
}

/// <summary>An expected error: what is wrong and how to mend it.</summary>
/// <param name="Kind">The group.</param>
/// <param name="Code">Stable machine-readable code in snake case, listed in <c>docs/reference/problems.md</c>.</param>
/// <param name="Message">What is wrong and what to do, in one or two sentences. Never holds a secret.</param>
/// <param name="Field">The input at fault as a path such as <c>input.size</c>, when there is one.</param>
public sealed record ServiceError(ErrorKind Kind, string Code, string Message, string? Field = null)
{
    /// <summary>Every problem found, when there is more than one; the error itself repeats the first.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; init; } = [];

    /// <summary>When another try makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>One thing wrong with one field.</summary>
/// <param name="Field">A path such as <c>input.size</c>.</param>
/// <param name="Code">Stable code in snake case.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record FieldProblem(string Field, string Code, string Message);
