using Atelier.Testing;

namespace Atelier.Api.Tests.Routes;

/// <summary>Memory does not grow with the rows of a file.</summary>
[Collection(MemoryCollection.Name)]
public sealed class LargeFileTests : IAsyncLifetime
{
    private readonly ApiFixture api = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => api.InitializeAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_hundred_thousand_rows_take_no_more_memory_than_a_few()
    {
        const int Rows = 100_000;
        api.Books.Count = Rows;
        using var client = api.Client();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var answer = await client.GetAsync("/api/v1/account/statement?format=csv", HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        var (count, most) = (0, 0L);
        while (await lines.ReadLineAsync(Cancel) is not null)
        {
            if (++count % 10_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        count.ShouldBe(Rows + 1);
        most.ShouldBeLessThan(8 * 1024 * 1024);
        TestCounts.Report($"csv: {Rows} rows streamed, memory growth at most {most / 1024} KiB");
    }
}
