using System.Globalization;
using System.Text.Json;
using Atelier.Simulators.Http;
using Atelier.Simulators.Runway.Models;
using Atelier.Simulators.Runway.Tasks;
using Atelier.Simulators.Runway.Validation;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Runway;

/// <summary><c>GET /v1/organization</c> and <c>POST /v1/organization/usage</c>.</summary>
internal sealed class AccountEndpoints(VendorSimulators simulators, RunwayGate gate, RunwayTasks tasks, RunwayAccounts accounts)
{
    private const string DateFormat = "yyyy-MM-dd";
    private const int DefaultSpanDays = 30;
    private const int LongestSpanDays = 90;

    public async Task OrganizationAsync(HttpContext context)
    {
        if (await gate.EnterAsync(context) is not { } owner)
        {
            return;
        }

        await tasks.SettleAllAsync(owner, context.RequestAborted);
        var options = simulators.Options.Runway;
        var created = await tasks.CreatedLastDayAsync(owner, context.RequestAborted);
        var answer = new RunwayOrganization(
            accounts.Balance(owner),
            new RunwayTier(
                Tiers.MonthlySpend(options), RunwayEndpoints.ModelNames.ToDictionary(name => name, name => Tiers.LimitsOf(options, name))),
            new RunwayUsageToday(
                RunwayEndpoints.ModelNames.ToDictionary(name => name, name => new RunwayModelUsage(created.GetValueOrDefault(name)))));
        await RunwayAnswers.WriteAsync(context, answer, RunwayJson.Wire.RunwayOrganization);
    }

    public async Task UsageAsync(HttpContext context)
    {
        if (await gate.EnterAsync(context) is not { } owner)
        {
            return;
        }

        var body = context.Call().Json;
        var findings = new Findings();
        if (body.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            findings.Issues.Add(Issue.InvalidType(IssuePath.Root, "object", body));
        }

        var today = DateOnly.FromDateTime(simulators.Clock.GetUtcNow().UtcDateTime);
        var start = ReadDate(body, "startDate", findings) ?? today.AddDays(-DefaultSpanDays);
        var before = ReadDate(body, "beforeDate", findings) ?? start.AddDays(DefaultSpanDays);
        if (findings.Issues.Count == 0 && (before.DayNumber - start.DayNumber) is <= 0 or > LongestSpanDays)
        {
            findings.Issues.Add(
                Issue.Custom(IssuePath.Root.Field("beforeDate"), $"beforeDate must be 1 to {LongestSpanDays} days after startDate"));
        }

        if (findings.Issues.Count > 0)
        {
            await RunwayAnswers.RefuseBodyAsync(context, findings.Issues);
            return;
        }

        await tasks.SettleAllAsync(owner, context.RequestAborted);
        var used = accounts.Used(owner, start, before);
        var days = used.GroupBy(entry => entry.Day).Select(day => new RunwayUsageDay(
            day.Key.ToString(DateFormat, CultureInfo.InvariantCulture),
            [.. day.Select(entry => new RunwayUsedCredits(entry.Model, entry.Credits))]));
        var report = new RunwayUsageReport([.. used.Select(entry => entry.Model).Distinct().Order(StringComparer.Ordinal)], [.. days]);
        await RunwayAnswers.WriteAsync(context, report, RunwayJson.Wire.RunwayUsageReport);
    }

    private static bool Has(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out _);

    private static DateOnly? ReadDate(JsonElement body, string name, Findings findings)
    {
        if (!Has(body, name))
        {
            return null;
        }

        var value = body.GetProperty(name);
        var path = IssuePath.Root.Field(name);
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Issues.Add(Issue.InvalidType(path, "string", value));
            return null;
        }

        if (DateOnly.TryParseExact(value.GetString(), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        findings.Issues.Add(Issue.Custom(path, "Invalid ISO date"));
        return null;
    }
}
