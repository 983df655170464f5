using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Atelier.EndToEnd.Tests.Harness;
using Atelier.EndToEnd.Tests.OpenAi;

namespace Atelier.EndToEnd.Tests;

/// <summary>Signing in through a provider that nobody here wrote.</summary>
public sealed partial class OpenIdTests
{
    private static CancellationToken Cancel => Installation.Cancel;

    [Fact]
    public async Task Who_the_operator_has_entered_signs_in_and_nobody_else()
    {
        Scripts.RequireSdks();
        var port = ServerProcess.FreePort();
        await using var installation = await Installation.StartAsync(
            ("Atelier__OpenIdConnect__Authority", $"http://127.0.0.1:{port}"),
            ("Atelier__OpenIdConnect__ClientId", "atelier"),
            ("Atelier__OpenIdConnect__ClientSecret", "a-secret-of-the-client"));
        using var provider = await StartProviderAsync(port, new Uri(installation.Server.Address, "/api/v1/session/openid/callback"));
        try
        {
            using var chief = installation.Client(installation.LiveKey);
            using var made = await chief.Http.PostAsJsonAsync("/api/v1/admin/users", new { name = "Ada", openid_subject = "ada" }, Cancel);
            made.StatusCode.ShouldBe(HttpStatusCode.Created);

            using var ada = NewBrowser(installation);
            using var arrived = await SignInAsync(ada, "ada");
            arrived.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/api/v1/session", await arrived.Content.ReadAsStringAsync(Cancel));
            var session = await arrived.Content.ReadFromJsonAsync<JsonObject>(Cancel);
            session!["user"]!["name"]!.GetValue<string>().ShouldBe("Ada");
            (await ada.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

            using var mallory = NewBrowser(installation);
            using var refused = await SignInAsync(mallory, "mallory");
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await refused.Content.ReadAsStringAsync(Cancel)).ShouldContain("openid_user_unknown");
            (await mallory.GetAsync("/api/v1/account", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

            // An answer that nobody asked for, and a way out to another site.
            using var forged = await mallory.GetAsync("/api/v1/session/openid/callback?code=guessed&state=guessed", Cancel);
            forged.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await mallory.GetAsync("/api/v1/session/openid?return_to=//evil.example", Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
        finally
        {
            provider.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Process> StartProviderAsync(int port, Uri redirect)
    {
        var start = new ProcessStartInfo("node", ["openid-provider.mjs", $"{port}", redirect.ToString()])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "sdk"), RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        (await process.StandardOutput.ReadLineAsync(Cancel)).ShouldBe("ready");
        return process;
    }

    private static HttpClient NewBrowser(Installation installation) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = installation.Server.Address };

    /// <summary>Fills in the provider's forms, as somebody at a browser would.</summary>
    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string login)
    {
        var page = await browser.GetAsync("/api/v1/session/openid?return_to=/api/v1/session", Cancel);
        for (var form = 0; form < 4; form++)
        {
            var text = await page.Content.ReadAsStringAsync(Cancel);
            if (Action().Match(text) is not { Success: true } action)
            {
                break;
            }

            var fields = new Dictionary<string, string> { ["prompt"] = Prompt().Match(text).Groups[1].Value, ["login"] = login, ["password"] = "any" };
            page = await browser.PostAsync(new Uri(page.RequestMessage!.RequestUri!, action.Groups[1].Value), new FormUrlEncodedContent(fields), Cancel);
        }

        return page;
    }

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"prompt\" value=\"([^\"]+)\"")]
    private static partial Regex Prompt();
}
