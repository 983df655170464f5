using Atelier.Services.Generations;

namespace Atelier.Services.Persistence;

/// <summary>Who leads and who follows among identical requests.</summary>
internal interface IResultCache
{
    /// <summary>The generation whose result a request with this key would share now; <see langword="null"/> when it would be made anew.</summary>
    Task<string?> FindLeaderAsync(string userId, Credits.Book book, string key, TimeSpan maxAge, CancellationToken cancellationToken);

    /// <summary>Unfinished generations that wait for this one.</summary>
    Task<IReadOnlyList<string>> FollowersOfAsync(string leaderId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a follower whose leader left nothing to share the new leader, or lets it follow whoever became that first. Of many at once one wins.
    /// </summary>
    /// <returns>Whom it follows now; <see langword="null"/> when it is made itself.</returns>
    Task<string?> ReplaceLeaderAsync(Generation follower, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Forgets results that have expired. Returns how many.</summary>
    Task<int> RemoveExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
