using Atelier.Providers.Registration;
using System.Net;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Server.Settings;

/// <summary>Reads the settings and gathers everything that is wrong with them.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private static readonly char[] ListSeparators = [';', ',', ' '];
    private readonly List<SettingProblem> problems = [];

    /// <summary>The settings.</summary>
    /// <exception cref="SettingsException">At least one is wrong.</exception>
    public static AtelierOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var options = reader.ReadAll();
        return reader.problems.Count == 0 ? options : throw new SettingsException(reader.problems);
    }

    /// <summary>One setting without the blanks around it; <see langword="null"/> when it is not set.</summary>
    public static string? Value(IConfiguration configuration, string name) =>
        configuration[name]?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The data folder, before anything else is read; one that no path can be is told by <see cref="Read"/>.</summary>
    public static string DataFolder(IConfiguration configuration)
    {
        var folder = Value(configuration, SettingNames.Data) ?? AtelierOptions.DefaultData;
        return Path.GetFullPath(folder.Contains('\0', StringComparison.Ordinal) ? AtelierOptions.DefaultData : folder);
    }

    private AtelierOptions ReadAll()
    {
        var data = ReadPath(SettingNames.Data) ?? Path.GetFullPath(AtelierOptions.DefaultData);
        if (File.Exists(data))
        {
            Refuse(SettingNames.Data, $"'{data}' is a file; name a folder.");
        }

        foreach (var vendor in ProviderServiceCollectionExtensions.Vendors)
        {
            CheckVendor(vendor);
        }

        return new AtelierOptions
        {
            Urls = ReadUrls(),
            Data = data,
            Database = Value(SettingNames.Database) ?? Path.Combine(data, "atelier.db"),
            Storage = Value(SettingNames.Storage),
            LiveKey = ReadKey(SettingNames.LiveKey, Book.Live),
            TestKey = ReadKey(SettingNames.TestKey, Book.Test),
            FetchAllow = ReadNetworks(),
            Models = ReadModels(),
        };
    }

    private string[] ReadUrls()
    {
        var urls = (Value(SettingNames.Urls) ?? AtelierOptions.DefaultUrls).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls.Where(url => !IsListenAddress(url)))
        {
            Refuse(SettingNames.Urls, $"'{url}' is not an address to listen on; give one such as {AtelierOptions.DefaultUrls}, several separated by semicolons.");
        }

        return urls;
    }

    // '*' and '+' stand for every address of the machine, which is not a host name to Uri.
    private static bool IsListenAddress(string url) =>
        Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address is { AbsolutePath: "/", Query: "", UserInfo: "" };

    private string? ReadKey(string setting, Book book)
    {
        if (Value(setting) is not { } key)
        {
            return null;
        }

        var mode = book == Book.Live ? "live" : "test";
        if (!ApiKeyFormat.TryParse(key, out var actual, out var problem))
        {
            Refuse(setting, $"this is not an API key: {problem}. Make one with: atelier keys new --mode {mode}");
        }
        else if (actual != book)
        {
            Refuse(setting, $"this is a key of the other mode. Make one with: atelier keys new --mode {mode}");
        }

        return key;
    }

    private List<IPNetwork> ReadNetworks()
    {
        var networks = new List<IPNetwork>();
        foreach (var text in (Value(SettingNames.FetchAllow) ?? "").Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else
            {
                Refuse(SettingNames.FetchAllow, $"'{text}' is not a network; give CIDR blocks such as 10.20.0.0/16,fd00::/8.");
            }
        }

        return networks;
    }

    private string? ReadModels()
    {
        var path = ReadPath(SettingNames.Models);
        if (path is not null && !File.Exists(path))
        {
            Refuse(SettingNames.Models, $"there is no file '{path}'.");
        }

        return path;
    }

    private void CheckVendor(VendorRegistration vendor)
    {
        if (Value(vendor.ApiKeySetting) is { } key && key.Any(character => character is <= ' ' or > '~'))
        {
            Refuse(vendor.ApiKeySetting, "a key has visible ASCII characters only; copy it again from the vendor.");
        }

        if (Value(vendor.BaseUrlSetting) is { } url
            && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { Query: "", UserInfo: "" }))
        {
            Refuse(vendor.BaseUrlSetting, "this is not an http or https URL such as https://api.example.com (with or without /v1).");
        }
    }

    private string? ReadPath(string setting)
    {
        if (Value(setting) is not { } path)
        {
            return null;
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            Refuse(setting, "a path cannot hold a zero character.");
            return null;
        }

        return Path.GetFullPath(path);
    }

    private string? Value(string setting) => Value(configuration, setting);

    private void Refuse(string setting, string message) => problems.Add(new SettingProblem(setting, message));
}
