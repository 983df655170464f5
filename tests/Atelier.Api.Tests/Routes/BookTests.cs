using System.Net;
using System.Text.Json;

namespace Atelier.Api.Tests.Routes;

public sealed class BookTests : IClassFixture<ApiFixture>
{
    private readonly ApiFixture api;

    public BookTests(ApiFixture api)
    {
        this.api = api;
        (api.Books.Count, api.Books.Reason, api.Books.Hold) = (3, "a reason", Task.CompletedTask);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_begins_before_its_end_is_known()
    {
        var hold = new TaskCompletionSource();
        (api.Books.Count, api.Books.Hold) = (500, hold.Task);
        using var client = api.Client();
        using var answer = await client.GetAsync("/api/v1/account/statement?format=csv", HttpCompletionOption.ResponseHeadersRead, Cancel);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe("statement.csv");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));

        (await lines.ReadLineAsync(Cancel)).ShouldBe("time,move_id,move,payer_id,book,generation_id,source_id,reason,available_change,held_change,available_after,held_after");
        (await lines.ReadLineAsync(Cancel)).ShouldBe("2026-03-04T05:06:07.000000Z,mov_0,grant,usr_alice,test,,,a reason,-1.5,0,-1.5,0");
        hold.SetResult();
        var rest = (await lines.ReadToEndAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rest.Length.ShouldBe(499);
        rest[^1].ShouldContain("mov_499");
        rest[^1].ShouldEndWith(",-750,0");
    }

    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("@x", "'@x")]
    [InlineData("a, \"b\"", "\"a, \"\"b\"\"\"")]
    [InlineData("plain - text", "plain - text")]
    public async Task A_text_is_quoted_and_never_a_formula(string reason, string cell)
    {
        (api.Books.Count, api.Books.Reason) = (1, reason);
        using var client = api.Client();
        var file = await client.GetStringAsync("/api/v1/account/statement?format=csv", Cancel);

        file.Split("\r\n")[1].ShouldBe($"2026-03-04T05:06:07.000000Z,mov_0,grant,usr_alice,test,,,{cell},-1.5,0,-1.5,0");
    }

    [Fact]
    public async Task Usage_of_too_many_groups_asks_for_the_file_and_two_times_are_refused()
    {
        api.Books.Count = 1_001;
        using var client = api.Client();
        using var tooMany = await client.GetAsync("/api/v1/account/usage?group_by=model", Cancel);
        await tooMany.ShouldBeProblemAsync(400, "too_many_rows", "group_by");
        using var file = await client.GetAsync("/api/v1/account/usage?group_by=model&format=csv", Cancel);
        (await file.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1_002);
        using var twice = await client.GetAsync("/api/v1/account/usage?group_by=day,hour", Cancel);
        await twice.ShouldBeProblemAsync(400, "invalid_parameter", "group_by");
    }

    [Fact]
    public async Task What_vendors_take_is_grouped_or_told_attempt_by_attempt()
    {
        api.Books.Count = 2;
        using var chief = api.Client("atl_live_olga");
        var grouped = await (await chief.GetAsync("/api/v1/admin/vendor-costs?group_by=vendor", Cancel)).ReadJsonAsync();
        grouped.GetProperty("data")[1].GetProperty("vendor").GetString().ShouldBe("vendor-1");
        grouped.GetProperty("data")[1].GetProperty("cost_usd").GetDecimal().ShouldBe(0.04m);

        var file = await chief.GetStringAsync("/api/v1/admin/vendor-costs?format=csv", Cancel);
        file.Split("\r\n")[..3].ShouldBe(
        [
            "time,attempt_id,generation_id,number,vendor,vendor_model,vendor_task_id,vendor_request_id,status,estimated_usd,reported_usd,cost_usd",
            "2026-03-04T05:06:07.000000Z,att_0,gen_0,1,runway,gen4_turbo,,,delivered,0.25,0.24,0.24",
            "2026-03-04T05:06:07.000000Z,att_1,gen_1,1,runway,gen4_turbo,,,delivered,0.25,,0.25",
        ]);

        using var twice = await chief.GetAsync("/api/v1/admin/vendor-costs?group_by=day,month", Cancel);
        await twice.ShouldBeProblemAsync(400, "invalid_parameter", "group_by");
        using var other = await chief.GetAsync("/api/v1/admin/vendor-costs?group_by=user", Cancel);
        await other.ShouldBeProblemAsync(400, "invalid_parameter", "group_by");
    }

    [Fact]
    public async Task Costs_are_for_operators_only()
    {
        api.Books.Count = 1;
        using var user = api.Client();
        var own = await (await user.GetAsync("/api/v1/account/usage", Cancel)).ReadJsonAsync();
        own.GetRawText().ShouldNotContain("usd");
        using var chief = api.Client("atl_live_olga");
        var all = await (await chief.GetAsync("/api/v1/admin/usage", Cancel)).ReadJsonAsync();
        all.GetProperty("data")[0].GetProperty("margin_usd").GetDecimal().ShouldBe(0.00000001m);
    }
}
