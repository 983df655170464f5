using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atelier.Simulators.Tests.Support;

/// <summary>One simulated vendor on a real socket, and a caller with a key.</summary>
internal sealed class Vendor : IAsyncDisposable
{
    private Vendor(SimulatorHost host, string name, string key)
    {
        Host = host;
        Http = Caller(key);
        Http.BaseAddress = new Uri(host.BaseAddress, $"{name}/");
        Control = new HttpClient { BaseAddress = new Uri(host.BaseAddress, "_control/") };
    }

    public SimulatorHost Host { get; }

    public VendorSimulators Simulators => Host.Simulators;

    public HttpClient Http { get; }

    public HttpClient Control { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Vendor> StabilityAsync(SimulatorOptions? options = null, TimeProvider? time = null, string key = "sk-sandbox-key-0001") =>
        new(await SimulatorHost.StartAsync(options, timeProvider: time, cancellationToken: Token), "stability", key);

    /// <summary>A second caller of the same vendor.</summary>
    public HttpClient As(string key)
    {
        var http = Caller(key);
        http.BaseAddress = Http.BaseAddress;
        return http;
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, accept);

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content, string? accept = null) => SendAsync(HttpMethod.Post, path, content, accept);

    /// <summary>Posts <c>generate/core</c> with the prompt.</summary>
    public Task<HttpResponseMessage> BuyAsync(string prompt = "a cat", string? accept = "application/json") =>
        PostAsync("v2beta/stable-image/generate/core", Form(("prompt", prompt)), accept);

    public static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    public static HttpContent Json(object body)
    {
        var content = JsonContent.Create(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static async Task<JsonElement> BodyAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(Token);

    /// <summary>
    /// The header as sent. <c>application/json; type=image/png</c> has a slash in a bare value, which the framework's parser rejects.
    /// </summary>
    public static string ContentType(HttpResponseMessage response) => response.Content.Headers.NonValidated["Content-Type"].ToString();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Control.Dispose();
        await Host.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? accept)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await Http.SendAsync(request, Token);
    }

    private static HttpClient Caller(string key)
    {
        var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return http;
    }
}

internal static class FormExtensions
{
    public static MultipartFormDataContent WithFile(this MultipartFormDataContent form, string name, byte[] content, string fileName = "upload.bin")
    {
        form.Add(new ByteArrayContent(content), name, fileName);
        return form;
    }
}
