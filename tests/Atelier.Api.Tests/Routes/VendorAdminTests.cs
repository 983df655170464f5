using System.Net;
using System.Text.Json;

namespace Atelier.Api.Tests.Routes;

public sealed class VendorAdminTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task An_operator_drains_a_vendor_and_resumes_it()
    {
        var drained = await PostAsync("/api/v1/admin/vendors/stability/drain", HttpStatusCode.OK);
        drained.GetProperty("name").GetString().ShouldBe("stability");
        drained.GetProperty("gate").GetProperty("draining").GetBoolean().ShouldBeTrue();
        (await ListedAsync()).GetProperty("gate").GetProperty("draining").GetBoolean().ShouldBeTrue();

        (await PostAsync("/api/v1/admin/vendors/stability/resume", HttpStatusCode.OK)).GetProperty("gate").GetProperty("draining").GetBoolean().ShouldBeFalse();
        var gate = (await ListedAsync()).GetProperty("gate");
        gate.GetProperty("draining").GetBoolean().ShouldBeFalse();
        gate.GetProperty("under_way").GetInt32().ShouldBe(3);
        gate.GetProperty("waiting").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_vendor_nobody_knows_is_not_found()
    {
        var problem = await PostAsync("/api/v1/admin/vendors/nobody/drain", HttpStatusCode.NotFound);
        problem.GetProperty("code").GetString().ShouldBe("vendor_not_found");
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("resume")]
    public async Task Only_operators_may(string act)
    {
        using var client = api.Client("atl_live_alice");
        using var answer = await client.PostAsync($"/api/v1/admin/vendors/stability/{act}", null, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_pipeline_is_shown_with_breakers_limits_pool_and_keys_by_their_ids()
    {
        var pipeline = (await ListedAsync()).GetProperty("sandbox").GetProperty("pipeline");
        pipeline.GetProperty("circuits").GetProperty("generation").GetString().ShouldBe("open");
        pipeline.GetProperty("circuits").GetProperty("polling").GetString().ShouldBe("closed");
        pipeline.GetProperty("request_limit").GetInt32().ShouldBe(150);
        pipeline.GetProperty("window_seconds").GetDouble().ShouldBe(10);
        pipeline.GetProperty("connections").GetProperty("max_per_host").GetInt32().ShouldBe(256);
        pipeline.GetProperty("connections").GetProperty("http2").GetBoolean().ShouldBeTrue();
        pipeline.GetProperty("connections").GetProperty("open").GetInt32().ShouldBe(7);
        var key = pipeline.GetProperty("keys")[0];
        key.GetProperty("id").GetString().ShouldBe("k0badc0de");
        key.GetProperty("last_refusal").GetInt32().ShouldBe(402);
    }

    private async Task<JsonElement> ListedAsync()
    {
        using var client = api.Client("atl_live_olga");
        using var answer = await client.GetAsync("/api/v1/admin/vendors", TestContext.Current.CancellationToken);
        return (await answer.ReadJsonAsync()).GetProperty("data")[0];
    }

    private async Task<JsonElement> PostAsync(string path, HttpStatusCode expected)
    {
        using var client = api.Client("atl_live_olga");
        using var answer = await client.PostAsync(path, null, TestContext.Current.CancellationToken);
        var body = await answer.ReadJsonAsync();
        answer.StatusCode.ShouldBe(expected, body.ToString());
        return body;
    }
}
