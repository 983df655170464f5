using Atelier.Clients.Http;

namespace Atelier.Clients.Runway;

public sealed partial class RunwayClient
{
    /// <summary><c>GET /v1/organization</c>: credits, limits and use of the account.</summary>
    public Task<RunwayOrganization> GetOrganizationAsync(CancellationToken cancellationToken = default) =>
        GetCachedJsonAsync(
            "organization", "v1/organization", RunwayJson.Default.RunwayOrganization, TimeSpan.FromSeconds(5), cancellationToken);

    private const int LongestUsageDays = 90;

    /// <summary><c>POST /v1/organization/usage</c>: credits used by day and model, net of refunds.</summary>
    /// <param name="startDate">First day, UTC. Default: 30 days ago.</param>
    /// <param name="beforeDate">The day after the last, UTC; 1 to 90 days after the first. Default: 30 days after the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The span is not 1 to 90 days.</exception>
    public async Task<RunwayUsageReport> GetUsageAsync(
        DateOnly? startDate = null, DateOnly? beforeDate = null, CancellationToken cancellationToken = default)
    {
        if (startDate is { } start && beforeDate is { } before && before.DayNumber - start.DayNumber is < 1 or > LongestUsageDays)
        {
            throw new ArgumentException($"'beforeDate' must be 1 to {LongestUsageDays} days after 'startDate'.", nameof(beforeDate));
        }

        var answer = await SendBytesAsync(
            new VendorRequest
            {
                Operation = "organization/usage",
                Method = HttpMethod.Post,
                Path = "v1/organization/usage",
                Body = VendorBody.Json(new RunwayUsageRequest(startDate, beforeDate), RunwayWire.Requests.RunwayUsageRequest),
            },
            cancellationToken).ConfigureAwait(false);
        var report = ReadJson(answer, RunwayJson.Default.RunwayUsageReport);
        return report.Models.Any(model => model is null) || report.Results.Any(day => day is null || day.UsedCredits.Any(used => used is null))
            ? throw Malformed(answer, "the report has an empty entry")
            : report;
    }
}
