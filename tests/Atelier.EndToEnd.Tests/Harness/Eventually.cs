using System.Diagnostics;

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>Watches another process: asks again until it says what is expected, or a generous limit passes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, string what, int limitSeconds = 60)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(limitSeconds))
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            await Task.Delay(Between, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Did not see {what} within {limitSeconds} seconds.");
    }

    public static Task BeTrueAsync(Func<Task<bool>> ask, string what, int limitSeconds = 60) =>
        GetAsync(async () => await ask() ? "yes" : null, what, limitSeconds);
}
