using Microsoft.AspNetCore.Identity;

namespace Atelier.Services.Accounts;

/// <summary>Hashes passwords as ASP.NET Core Identity does (PBKDF2 with salt), and checks them.</summary>
internal sealed class Passwords
{
    private readonly PasswordHasher<User> _hasher = new();
    private readonly Lazy<string> _nobody;

    public Passwords() => _nobody = new(() => _hasher.HashPassword(null!, Guid.NewGuid().ToString()));

    // The hasher takes a user only for those who replace it; it does not look at it.
    public string? Hash(string? password) => password is null ? null : _hasher.HashPassword(null!, password);

    /// <summary>Whether the password is right. Without a hash it works as long as with one, so that the time does not tell which names exist.</summary>
    public bool Matches(string? hash, string password) => Matches(hash, password, out _);

    /// <param name="hash">What is stored.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="isDated">Whether it was hashed in a way, or with a strength, that is no longer used.</param>
    public bool Matches(string? hash, string password, out bool isDated)
    {
        var result = _hasher.VerifyHashedPassword(null!, hash ?? _nobody.Value, password);
        isDated = result == PasswordVerificationResult.SuccessRehashNeeded;
        return result != PasswordVerificationResult.Failed && hash is not null;
    }
}
