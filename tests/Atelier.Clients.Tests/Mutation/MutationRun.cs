using System.Globalization;
using Atelier.Clients.Http;

namespace Atelier.Clients.Tests.Mutation;

/// <summary>
/// Proves that a client meets every answer with a result or a <see cref="VendorException"/>: each operation is given its good answers,
/// one of them spoilt, thousands of times. The good answers are tried first, so that a case that never works is noticed.
/// </summary>
/// <param name="create">
/// Makes the client over this handler's <see cref="HttpClient"/>. Give it options without retries (<c>RetryCount = 0</c>) and with
/// <c>MaxJsonBytes</c> below <see cref="ScriptedHandler.HugeBytes"/>.
/// </param>
/// <param name="cases">The client's operations.</param>
/// <typeparam name="TClient">The client.</typeparam>
public sealed class MutationRun<TClient>(Func<HttpClient, TClient> create, IReadOnlyList<MutationCase<TClient>> cases)
{
    private const ulong Seed = 0x5EED;

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(60);

    /// <summary>Runs so many spoilt answers, spread evenly over operations and ways to spoil.</summary>
    public async Task<MutationReport> RunAsync(int count, CancellationToken cancellationToken)
    {
        using var handler = new ScriptedHandler();
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var client = create(http);
        foreach (var good in cases)
        {
            handler.Play(good.Answers);
            await good.RunAsync(client, cancellationToken);
        }

        var report = new MutationReport();
        for (var index = 0; index < count; index++)
        {
            var tried = cases[index % cases.Count];
            var (name, script) = Spoil(tried.Answers, index / cases.Count, new Dice(Seed + (ulong)index));
            handler.Play(script);
            var label = string.Create(CultureInfo.InvariantCulture, $"#{index} {tried.Operation}, {name}");
            await TryAsync(report, label, token => tried.RunAsync(client, token), cancellationToken);
        }

        return report;
    }

    private static (string Name, IReadOnlyList<WireAnswer> Script) Spoil(IReadOnlyList<WireAnswer> good, int turn, Dice dice)
    {
        var spoilt = dice.Below(good.Count);
        for (var skip = 0; ; skip++)
        {
            var (name, mutate) = AnswerMutations.All[(turn + skip) % AnswerMutations.All.Count];
            if (mutate(good[spoilt], dice) is { } answer)
            {
                return (name, [.. good.Take(spoilt), answer, .. good.Skip(spoilt + 1)]);
            }
        }
    }

    private static async Task TryAsync(MutationReport report, string label, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(cancellationToken).WaitAsync(LongestCall, TimeProvider.System, cancellationToken);
            report.Results++;
        }
        catch (VendorException)
        {
            report.VendorExceptions++;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            report.Unhandled.Add($"{label}: {e}");
        }
    }
}

/// <summary>What came of a run.</summary>
public sealed class MutationReport
{
    /// <summary>Calls that gave a result all the same.</summary>
    public int Results { get; set; }

    /// <summary>Calls that ended in a <see cref="VendorException"/>.</summary>
    public int VendorExceptions { get; set; }

    /// <summary>Calls that ended in anything else, with the way to find them again.</summary>
    public IList<string> Unhandled { get; } = [];

    public int Total => Results + VendorExceptions + Unhandled.Count;

    /// <summary>Prints the counts, also to the file that the whole run shows.</summary>
    public async Task PrintAsync(string client)
    {
        var counts = string.Create(
            CultureInfo.InvariantCulture,
            $"{client} client: mutated answers {Total}, results {Results}, vendor exceptions {VendorExceptions}, unhandled {Unhandled.Count}");
        TestContext.Current.TestOutputHelper?.WriteLine(counts);
        if (Environment.GetEnvironmentVariable("ATELIER_TEST_COUNTS") is { Length: > 0 } file)
        {
            await File.AppendAllTextAsync(file, $"counts: {counts}\n", TestContext.Current.CancellationToken);
        }
    }
}
