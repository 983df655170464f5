using System.Net.Http.Headers;
using Atelier.Server.Hosting;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atelier.Api.Tests.Server;

/// <summary>The whole server as the program puts it together, on a free port and a data folder of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private RunningServer? running;

    internal RunningServer Server => running!;

    public async ValueTask InitializeAsync() => running = await StartAsync(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await running!.DisposeAsync();
        folder.Dispose();
    }

    internal static async Task<RunningServer> StartAsync(string data, params (string Name, string Value)[] settings)
    {
        var keys = new Dictionary<string, string?>
        {
            ["ATELIER_DATA"] = data,
            ["ATELIER_URLS"] = "http://127.0.0.1:0",
            ["ATELIER_LIVE_KEY"] = RunningServer.LiveKey,
            ["ATELIER_TEST_KEY"] = RunningServer.TestKey,
        };
        foreach (var (name, value) in settings)
        {
            keys[name] = value;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(keys);
        builder.AddAtelier();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseAtelier();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new RunningServer(app);
    }
}

/// <summary>A started server.</summary>
internal sealed class RunningServer(WebApplication app) : IAsyncDisposable
{
    public static string LiveKey { get; } = ApiKeyFormat.New(Book.Live);

    public static string TestKey { get; } = ApiKeyFormat.New(Book.Test);

    public Uri Address { get; } = new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    public HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
