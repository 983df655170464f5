namespace Atelier.Server.Settings;

/// <summary>Names of the settings: environment variables, or configuration of the same name.</summary>
internal static class SettingNames
{
    public const string Urls = "ATELIER_URLS";
    public const string Data = "ATELIER_DATA";
    public const string Database = "ATELIER_DATABASE";
    public const string Storage = "ATELIER_STORAGE";
    public const string LiveKey = "ATELIER_LIVE_KEY";
    public const string TestKey = "ATELIER_TEST_KEY";
    public const string FetchAllow = "ATELIER_FETCH_ALLOW";
    public const string Models = "ATELIER_MODELS";
    public const string MasterKey = "ATELIER_MASTER_KEY";
    public const string MasterKeyFile = "ATELIER_MASTER_KEY_FILE";

    /// <summary>Origins of pages that may call from a browser.</summary>
    public const string CorsOrigins = "Atelier:Cors:Origins";

    /// <summary>The collector that measures and traces go to; the name is OpenTelemetry's.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";
}
