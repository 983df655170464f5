using System.Diagnostics.CodeAnalysis;

namespace Atelier.Services;

/// <summary>Either a value or an expected error. Faults of ours are exceptions, never a result.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly record struct Result<T>
{
    private Result(T? value, ServiceError? error)
    {
        Value = value;
        Error = error;
    }

    /// <summary>The value; set when <see cref="Error"/> is not.</summary>
    public T? Value { get; }

    /// <summary>The error; set when there is no value.</summary>
    public ServiceError? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    internal static Result<T> Of(T value) => new(value, null);

    /// <summary>A value.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>An error.</summary>
    public static implicit operator Result<T>(ServiceError error) => new(default, error);
}

/// <summary>Makes results of interface types, for which the language has no implicit conversion.</summary>
public static class Result
{
    /// <summary>A value.</summary>
    public static Result<T> Ok<T>(T value) => Result<T>.Of(value);
}
