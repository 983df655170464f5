using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atelier.Simulators.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.Control;

/// <summary>
/// The control API: scripts faults and latency, shows calls and balances, moves the clock. Errors are 400 with <c>{"error": text}</c>.
/// </summary>
internal sealed class ControlEndpoints(VendorSimulators simulators, IReadOnlyList<string> vendors)
{
    private static readonly string[] CallFilters = ["vendor", "operation", "since", "limit"];

    private static readonly ControlRoute[] Routes =
    [
        new("POST /_control/faults", "add a fault: {vendor?, operation?, match?, model?, times?, probability?, seed?, fault: {kind, ...}}"),
        new("GET /_control/faults", "the faults still waiting"),
        new("DELETE /_control/faults/{id}", "remove one fault"),
        new("DELETE /_control/faults", "remove all faults"),
        new("POST /_control/latency", "add a wait: {vendor?, operation?, ms}; 0 removes it"),
        new("DELETE /_control/latency", "remove all waits"),
        new("GET /_control/calls?vendor=&operation=&since=&limit=", "the calls received, oldest first; limit keeps the newest"),
        new("GET /_control/calls/summary", "counts per operation, request body, prompt and generation"),
        new("DELETE /_control/calls", "forget the calls"),
        new("GET /_control/balances", "what each key has left at each vendor"),
        new("POST /_control/balances", "set a balance: {vendor, balance, account?}"),
        new("GET /_control/clock", "the simulators' time"),
        new("POST /_control/clock", "let time pass: {advance_ms}"),
    ];

    public static void Map(IEndpointRouteBuilder endpoints, VendorSimulators simulators, IReadOnlyList<string> vendors)
    {
        var control = new ControlEndpoints(simulators, vendors);
        var group = endpoints.MapGroup("/_control").ExcludeFromDescription();
        group.MapGet("", Answer(() => new ControlHelp(vendors, Routes), ControlJson.Default.ControlHelp));
        group.MapPost("/faults", control.AddFaultAsync);
        group.MapGet("/faults", Answer(() => new FaultList(simulators.Faults.List()), ControlJson.Default.FaultList));
        group.MapDelete("/faults", (RequestDelegate)(context => Done(context, simulators.Faults.Clear)));
        group.MapDelete("/faults/{id}", control.RemoveFaultAsync);
        group.MapPost("/latency", control.SetLatencyAsync);
        group.MapDelete("/latency", (RequestDelegate)(context => Done(context, simulators.Latency.Clear)));
        group.MapGet("/calls", control.ListCallsAsync);
        group.MapGet("/calls/summary", Answer(simulators.Calls.Summarize, ControlJson.Default.CallSummary));
        group.MapDelete("/calls", (RequestDelegate)(context => Done(context, simulators.Calls.Clear)));
        group.MapGet("/balances", Answer(() => new BalanceList(simulators.Ledger.List()), ControlJson.Default.BalanceList));
        group.MapPost("/balances", control.SetBalanceAsync);
        group.MapGet("/clock", control.WriteClockAsync);
        group.MapPost("/clock", control.AdvanceClockAsync);
    }

    private async Task AddFaultAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.FaultRule) is not { } rule)
        {
            return;
        }

        if ((UnknownVendor(rule.Vendor) ?? rule.Problem()) is { } problem)
        {
            await RefuseAsync(context, problem);
            return;
        }

        await WriteAsync(context, new FaultAdded(simulators.Faults.Add(rule)), ControlJson.Default.FaultAdded);
    }

    private Task RemoveFaultAsync(HttpContext context)
    {
        var text = context.GetRouteValue("id")?.ToString();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && simulators.Faults.Remove(id)
            ? Done(context, () => { })
            : RefuseAsync(context, $"id: no fault with the number {text} is waiting");
    }

    private async Task SetLatencyAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.LatencyRequest) is not { } latency)
        {
            return;
        }

        if (UnknownVendor(latency.Vendor) is { } problem)
        {
            await RefuseAsync(context, problem);
            return;
        }

        if (latency.Ms is < 0 or > 600_000)
        {
            await RefuseAsync(context, "ms: must be 0 to 600000");
            return;
        }

        await Done(context, () => simulators.Latency.Set(latency.Vendor, latency.Operation, TimeSpan.FromMilliseconds(latency.Ms)));
    }

    private async Task ListCallsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(name => !CallFilters.Contains(name)) is { } unknown)
        {
            await RefuseAsync(context, $"{unknown}: must be one of {string.Join(", ", CallFilters)}");
            return;
        }

        if (Number(query, "since", 0) is not { } since || Number(query, "limit", int.MaxValue) is not { } limit)
        {
            await RefuseAsync(context, "since, limit: must be whole numbers");
            return;
        }

        var vendor = query.TryGetValue("vendor", out var name) ? name.ToString() : null;
        if (UnknownVendor(vendor) is { } problem)
        {
            await RefuseAsync(context, problem);
            return;
        }

        var operation = query.TryGetValue("operation", out var value) ? value.ToString() : null;
        var calls = simulators.Calls.List(vendor, operation, since).TakeLast((int)Math.Min(limit, int.MaxValue)).ToList();
        await WriteAsync(context, new CallList(calls, simulators.Calls.Count), ControlJson.Default.CallList);
    }

    /// <summary>Null when the text is no whole number.</summary>
    private static long? Number(IQueryCollection query, string name, long otherwise)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private async Task SetBalanceAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.BalanceRequest) is not { } request)
        {
            return;
        }

        if (UnknownVendor(request.Vendor) is { } problem)
        {
            await RefuseAsync(context, problem);
            return;
        }

        await Done(context, () => simulators.Ledger.Set(request.Vendor, request.Balance, request.Account));
    }

    private async Task AdvanceClockAsync(HttpContext context)
    {
        if (await ReadAsync(context, ControlJson.Default.ClockRequest) is not { } request)
        {
            return;
        }

        if (request.AdvanceMs is < 0 or > 366L * 24 * 3600 * 1000)
        {
            await RefuseAsync(context, "advance_ms: must be 0 to one year; time does not run backwards");
            return;
        }

        simulators.Clock.Advance(TimeSpan.FromMilliseconds(request.AdvanceMs));
        await WriteClockAsync(context);
    }

    private Task WriteClockAsync(HttpContext context) =>
        WriteAsync(
            context,
            new ClockAnswer(simulators.Clock.GetUtcNow(), (long)simulators.Clock.Offset.TotalMilliseconds),
            ControlJson.Default.ClockAnswer);

    private string? UnknownVendor(string? vendor) =>
        vendor is null || vendors.Contains(vendor) ? null : $"vendor: must be one of {string.Join(", ", vendors)}";

    private static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            if (value is null)
            {
                await RefuseAsync(context, "body: must be a JSON object");
            }

            return value;
        }
        catch (JsonException problem)
        {
            await RefuseAsync(context, $"body: {problem.Message}");
            return null;
        }
    }

    private static RequestDelegate Answer<T>(Func<T> value, JsonTypeInfo<T> type) => context => WriteAsync(context, value(), type);

    private static Task Done(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, string problem)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteAsync(context, new ControlError(problem), ControlJson.Default.ControlError);
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}
