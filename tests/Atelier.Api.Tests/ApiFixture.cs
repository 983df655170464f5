using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Atelier.Api;
using Atelier.Api.Tests.Fakes;
using Atelier.Providers;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Api.Tests;

/// <summary>The real API on a real socket over fakes of the service layer.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly Channel<string> ended = Channel.CreateUnbounded<string>();
    private WebApplication? application;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    internal FakeSignals Signals { get; } = new();

    internal FakeGenerations Generations { get; private set; } = null!;

    internal FakeAccounts Accounts { get; private set; } = null!;

    internal FakeDirectory Directory { get; private set; } = null!;

    internal FakeCredits Credits { get; private set; } = null!;

    internal FakeBooks Books { get; private set; } = null!;

    internal FakeFiles Files { get; private set; } = null!;

    internal FakeLogCollector Logs => application!.Services.GetFakeLogCollector();

    internal Uri Address { get; private set; } = null!;

    internal IReadOnlyList<RouteEndpoint> Routes =>
        [.. application!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync()
    {
        Generations = new FakeGenerations(Time, Signals);
        Accounts = new FakeAccounts(Time).Seeded();
        Directory = new FakeDirectory(Time);
        Credits = new FakeCredits(Time);
        Books = new FakeBooks(Time);
        Files = new FakeFiles(Time);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddFakeLogging().SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton(new IdFactory(TimeProvider.System));
        builder.Services.AddSingleton<IGenerationService>(Generations).AddSingleton<IGenerationReader>(Generations);
        builder.Services.AddSingleton<IGenerationSignals>(Signals).AddSingleton<IAccountService>(Accounts);
        builder.Services.AddSingleton<ISessionService>(Directory).AddSingleton<ITeamService>(Directory).AddSingleton<IAuditTrail>(Directory);
        builder.Services.AddSingleton<IBookService>(Books).AddSingleton<ITopUpService>(Books);
        builder.Services.AddSingleton<ICreditService>(Credits).AddSingleton<IModelCatalogue, FakeCatalogue>();
        builder.Services.AddSingleton<IArtifactService>(Files).AddSingleton<IUploadService>(Files).AddSingleton<IArtifactStore>(Files);
        builder.Services.AddSingleton<IRepeatedRequests>(Generations).AddSingleton<IArtifactLinks>(Files);
        builder.Services.AddSingleton<IProviderDirectory, FakeProviders>().AddSingleton<IProviderHealthSource, FakeProviders>();
        builder.Services.AddSingleton<IVendorDrain>(new Atelier.Testing.Execution.FakeDrain());
        builder.Services.AddAtelierApi();

        application = builder.Build();
        application.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            finally
            {
                ended.Writer.TryWrite(context.Request.Path);
            }
        });
        application.UseAtelierApi();
        application.MapAtelierApi();
        await application.StartAsync();
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync() => await application!.DisposeAsync();

    /// <summary>A client with a key such as <c>atl_test_alice</c>, or with none.</summary>
    internal HttpClient Client(string? key = "atl_test_alice")
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    /// <summary>Waits until the server has done with a request to a path, however it ended.</summary>
    internal async Task WaitForEndOfAsync(string path, CancellationToken cancellationToken)
    {
        while (await ended.Reader.ReadAsync(cancellationToken) != path)
        {
            // Another request ended.
        }
    }

    /// <summary>A queued generation of the caller.</summary>
    internal async Task<string> CreateGenerationAsync(string key = "atl_test_alice")
    {
        using var client = Client(key);
        using var answer = await client.PostAsync("/api/v1/generations", Json("""{"model":"stability/core","input":{"prompt":"a fox"}}"""));
        return (await answer.ReadJsonAsync()).GetProperty("id").GetString()!;
    }

    internal static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

internal static class Answers
{
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Checks that the answer is a problem of the one shape and returns it.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage answer, int status, string code, string? field = null)
    {
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var document = JsonDocument.Parse(text);
        var problem = document.RootElement.Clone();
        problem.GetProperty("code").GetString().ShouldBe(code, text);
        problem.GetProperty("type").GetString().ShouldBe($"urn:atelier:problem:{code}");
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        problem.GetProperty("request_id").GetString().ShouldBe(answer.Headers.GetValues("X-Request-Id").Single());
        (problem.TryGetProperty("field", out var named) ? named.GetString() : null).ShouldBe(field, text);
        return problem;
    }
}
