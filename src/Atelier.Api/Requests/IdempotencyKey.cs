using System.Reflection;
using Atelier.Api.Problems;
using Atelier.Services;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Requests;

/// <summary>The header <c>Idempotency-Key</c>: 1 to 255 visible ASCII characters.</summary>
internal sealed class IdempotencyKey : IReadRequest, IBindableFromHttpContext<IdempotencyKey>
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";
    private const int MaxLength = 255;

    private IdempotencyKey(string? value, ServiceError? error) => (Value, Error) = (value, error);

    public string? Value { get; }

    /// <inheritdoc />
    public ServiceError? Error { get; }

    public static ValueTask<IdempotencyKey?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<IdempotencyKey?>(Read(context.Request.Headers));

    private static IdempotencyKey Read(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out var values))
        {
            return new IdempotencyKey(null, null);
        }

        return values is [{ Length: > 0 and <= MaxLength } key] && key.All(character => character is > ' ' and <= '~')
            ? new IdempotencyKey(key, null)
            : new IdempotencyKey(null, new ServiceError(
                ErrorKind.Invalid, ProblemCodes.InvalidIdempotencyKey,
                $"The header '{Header}' must hold 1 to {MaxLength} visible ASCII characters without spaces, once.", Header));
    }
}
