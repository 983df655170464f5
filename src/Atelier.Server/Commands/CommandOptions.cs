using System.CommandLine;
using System.Globalization;
using Atelier.Server.Settings;
using Atelier.Services.Credits;

namespace Atelier.Server.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommandOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Answer as JSON, for programs.", Recursive = true };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = $"The data folder; goes before {SettingNames.Data}.",
        HelpName = "folder",
        Recursive = true,
    };

    public static Option<Book> Mode { get; } = new("--mode")
    {
        Description = "live: real vendors and credits; test: simulated vendors and play credits.",
        Required = true,
        HelpName = "live|test",
    };

    public static Option<string?> User { get; } = new("--user") { Description = "The user's id. Default: the operator made at the first start.", HelpName = "id" };

    public static Option<DateTimeOffset?> Expires { get; } = new("--expires")
    {
        Description = "When it ends, such as 2027-01-31T00:00:00Z. Default: never.",
        HelpName = "time",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not a time such as 2027-01-31T00:00:00Z.");
            return null;
        },
    };

    /// <summary>The configuration of a command: the environment, a settings file in the current folder, and its own options before both.</summary>
    public static Dictionary<string, string?> Overrides(ParseResult command, Option<string?>? urls = null)
    {
        var overrides = new Dictionary<string, string?>();
        if (command.GetValue(Data) is { } data)
        {
            overrides[SettingNames.Data] = data;
        }

        if (urls is not null && command.GetValue(urls) is { } addresses)
        {
            overrides[SettingNames.Urls] = addresses;
        }

        return overrides;
    }
}
