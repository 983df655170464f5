using Atelier.Api.Limits;
using Atelier.Api.Requests;
using Atelier.Services;

namespace Atelier.Api.Authentication;

/// <summary>Slows down who guesses passwords: attempts are counted for each name and for each network address.</summary>
internal sealed class SignInGuard(RequestMeter meter)
{
    private const int AttemptsPerName = 10;
    private const int AttemptsPerAddress = 30;

    /// <summary>Counts an attempt and tells when it is one too many.</summary>
    /// <param name="name">Whose password is tried; <see langword="null"/> for a key, which nobody guesses.</param>
    /// <param name="address">From where.</param>
    public ServiceError? Refuse(string? name, string? address)
    {
        var allowances = new List<Allowance> { new($"sign-in address {address}", AttemptsPerAddress) };
        if (name is not null)
        {
            // Nobody's name is longer; what is kept of an attempt must not be as large as its body.
            allowances.Add(new Allowance("sign-in name " + name.Trim().Shown().ToLowerInvariant(), AttemptsPerName));
        }

        var taken = meter.Take(allowances);
        return taken.IsAllowed
            ? null
            : new ServiceError(ErrorKind.RateLimited, "too_many_sign_ins", "Too many attempts to sign in. Wait, then try again.") { RetryAfter = taken.Wait };
    }
}
