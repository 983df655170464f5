using Atelier.Services.Credits;

namespace Atelier.Services.Accounts;

/// <summary>Sessions of browsers. Only a hash of the cookie is stored; a session that is ended is refused within two seconds on every node.</summary>
public interface ISessionService
{
    /// <summary>Opens a session that may do what the key may, as long as the key may.</summary>
    Task<Result<OpenedSession>> OpenByKeyAsync(string apiKey, string? address, CancellationToken cancellationToken);

    /// <summary>Opens a session by name and password.</summary>
    /// <param name="name">The user's name; case does not matter.</param>
    /// <param name="password">The password.</param>
    /// <param name="book">Which ledger the session spends from.</param>
    /// <param name="teamId">The team whose credits it spends; <see langword="null"/> for the user's own.</param>
    /// <param name="address">From where.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Result<OpenedSession>> OpenByPasswordAsync(
        string name, string password, Book book, string? teamId, string? address, CancellationToken cancellationToken);

    /// <summary>Opens a live session for the user with a subject at the OpenID Connect provider, who has proved to be that one.</summary>
    Task<Result<OpenedSession>> OpenByOpenIdAsync(string subject, string? address, CancellationToken cancellationToken);

    /// <summary>Who a cookie belongs to.</summary>
    Task<Result<Caller>> AuthenticateAsync(string secret, CancellationToken cancellationToken);

    /// <summary>A user's sessions that have not ended, newest first.</summary>
    Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Ends a session of a user, or anybody's. Safe to repeat.</summary>
    Task<Result<Session>> EndAsync(string sessionId, string? userId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a user (by a test key those of the test book) and tells how many those were.</summary>
    Task<int> EndAllAsync(string userId, Actor actor, CancellationToken cancellationToken);
}
