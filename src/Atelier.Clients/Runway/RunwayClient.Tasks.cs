using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    /// <summary><c>GET /v1/tasks/{id}</c>: how a task is doing; when it has succeeded, with fresh URLs of its output.</summary>
    /// <exception cref="VendorNotFoundException">Unknown, or deleted.</exception>
    public async Task<RunwayTask> GetTaskAsync(string id, CancellationToken cancellationToken = default)
    {
        var answer = await SendBytesAsync(
            new VendorRequest { Operation = "tasks", Method = HttpMethod.Get, Path = $"v1/tasks/{Segment(id)}" }, cancellationToken)
            .ConfigureAwait(false);
        var task = ReadJson(answer, RunwayJson.Default.RunwayTask);
        return task.Output?.Any(url => url is null) == true
            ? throw Malformed(answer, "the task has an output without an address")
            : task with { Failure = Conceal(task.Failure), FailureCode = Conceal(task.FailureCode) };
    }

    /// <summary>Asks for a task until it has ended, well or not.</summary>
    /// <param name="id">The task.</param>
    /// <param name="maxWait">Longest wait, from now. Default: <see cref="DefaultMaxWait"/>.</param>
    /// <param name="pollInterval">Time between two questions; never less than <see cref="ShortestPollInterval"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the task goes on.</param>
    /// <exception cref="VendorTimeoutException">The task had not ended after <paramref name="maxWait"/>.</exception>
    public Task<RunwayTask> WaitForTaskAsync(
        string id, TimeSpan? maxWait = null, TimeSpan pollInterval = default, CancellationToken cancellationToken = default) =>
        WaitAsync(
            "tasks",
            async token => await GetTaskAsync(id, token).ConfigureAwait(false) is { HasEnded: true } task ? task : null,
            maxWait ?? DefaultMaxWait,
            pollInterval > ShortestPollInterval ? pollInterval : ShortestPollInterval,
            cancellationToken);

    /// <summary><c>DELETE /v1/tasks/{id}</c>: cancels a task that goes on, deletes one that has ended together with its output.</summary>
    /// <returns>False when the vendor no longer knew it.</returns>
    public async Task<bool> CancelTaskAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            await SendAsync(
                new VendorRequest { Operation = "tasks/delete", Method = HttpMethod.Delete, Path = $"v1/tasks/{Segment(id)}" },
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (VendorNotFoundException)
        {
            return false; // gone already, which is what was wanted
        }
    }
}
