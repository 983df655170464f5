using System.Net;

namespace Atelier.Server.Settings;

/// <summary>Everything an operator can set, read and checked. See docs/reference/settings.md.</summary>
internal sealed record AtelierOptions
{
    public const string DefaultUrls = "http://127.0.0.1:8080";
    public const string DefaultData = "data";

    /// <summary>Addresses to listen on (<c>ATELIER_URLS</c>, separated by semicolons). Default: http://127.0.0.1:8080.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Full path of the data folder (<c>ATELIER_DATA</c>); created when missing. Default: ./data.</summary>
    public required string Data { get; init; }

    /// <summary>SQLite file or PostgreSQL connection string (<c>ATELIER_DATABASE</c>). Default: atelier.db in the data folder.</summary>
    public required string Database { get; init; }

    /// <summary>Where artifacts are kept (<c>ATELIER_STORAGE</c>). Default: files in the data folder.</summary>
    public string? Storage { get; init; }

    /// <summary>The operator's live key on first start (<c>ATELIER_LIVE_KEY</c>). Default: a fresh one.</summary>
    public string? LiveKey { get; init; }

    /// <summary>The operator's test key on first start (<c>ATELIER_TEST_KEY</c>). Default: a fresh one.</summary>
    public string? TestKey { get; init; }

    /// <summary>Networks that result URLs may be fetched from although they are not public (<c>ATELIER_FETCH_ALLOW</c>). Default: none.</summary>
    public IReadOnlyList<IPNetwork> FetchAllow { get; init; } = [];

    /// <summary>Full path of a models file merged over the shipped catalogue (<c>ATELIER_MODELS</c>). Default: none.</summary>
    public string? Models { get; init; }

    // The compiler's own text would print keys and passwords.
    public override string ToString() => $"data {Data}, urls {string.Join(';', Urls)}";
}
