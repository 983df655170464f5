using Atelier.Providers;
using Atelier.Server.Hosting;
using Atelier.Server.Settings;
using Atelier.Services.Artifacts;
using Atelier.Services.Persistence;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary>What the server says when it is up: where to go, what is configured and, on the first start only, the keys.</summary>
internal static class Banner
{
    public static void Show(WebApplication app, CommandOutput output)
    {
        var first = app.Services.GetRequiredService<StartReport>().FirstKeys;
        var start = new StartLine(
            [.. app.Urls],
            app.Services.GetRequiredService<AtelierOptions>().Data,
            app.Services.GetRequiredService<IDatabaseSetup>().Description,
            app.Services.GetRequiredService<IArtifactStore>().Description,
            Vendors(app.Services.GetRequiredService<IProviderDirectory>()),
            first is { LiveKeyWasGiven: false } ? first.LiveKey : null,
            first is { TestKeyWasGiven: false } ? first.TestKey : null);
        output.Show(start, CommandJson.Default.StartLine, console =>
        {
            Describe(console, start);
            if (first is not null)
            {
                ShowKeys(console, first.LiveKey, first.LiveKeyWasGiven, first.TestKey, first.TestKeyWasGiven);
            }
        });
    }

    private static Dictionary<string, string> Vendors(IProviderDirectory providers) => providers.Names.ToDictionary(
        name => name,
        name => providers.Find(name, ProviderTarget.Live) switch
        {
            ProviderLookup.NotConfigured missing => $"sandbox only; set {missing.MissingSetting} for live keys",
            _ => "configured",
        });

    private static void Describe(IAnsiConsole console, StartLine start)
    {
        var address = start.Urls[0].TrimEnd('/');
        var table = new Table { Border = TableBorder.None, ShowHeaders = false }.AddColumns("", "");
        table.AddRow(new Text("Atelier"), new Text(string.Join("  ", start.Urls)));
        table.AddRow(new Text("Reference"), new Text($"{address}/docs"));
        table.AddRow(new Text("Data"), new Text(start.Data));
        table.AddRow(new Text("Database"), new Text(start.Database));
        table.AddRow(new Text("Artifacts"), new Text(start.Storage));
        foreach (var (name, state) in start.Vendors)
        {
            table.AddRow(new Text($"Vendor {name}"), new Text(state));
        }

        console.Write(table);
    }

    private static void ShowKeys(IAnsiConsole console, string live, bool liveWasGiven, string test, bool testWasGiven)
    {
        console.WriteLine();
        console.WriteLine("First start: the operator has these keys. They are shown this once.");
        console.WriteLine($"  Live key  {(liveWasGiven ? $"the one in {SettingNames.LiveKey}" : live)}");
        console.WriteLine($"  Test key  {(testWasGiven ? $"the one in {SettingNames.TestKey}" : test)}   (sandbox, 1,000 play credits)");
    }
}
