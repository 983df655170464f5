using System.Globalization;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>Where artifacts are kept, read from one text such as <c>s3://bucket?endpoint=http://127.0.0.1:9000</c>.</summary>
internal abstract record StorageAddress
{
    private static readonly string[] S3Settings =
    [
        "endpoint", "region", "path_style", "prefix", "checksums", "create_bucket", "access_key", "secret_key", "timeout",
    ];

    /// <summary>Reads a text; nothing means files in the data folder.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says what is allowed.</exception>
    public static StorageAddress Parse(string? text, string dataFolder)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Files(Path.Combine(dataFolder, "artifacts"));
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            throw Wrong("it must be files:///a/folder or s3://bucket?endpoint=...");
        }

        return address.Scheme switch
        {
            "files" or "file" when address.AbsolutePath.Length > 1 => new Files(Uri.UnescapeDataString(address.AbsolutePath)),
            "files" or "file" => throw Wrong("files:// needs a folder, as in files:///var/lib/atelier/artifacts."),
            "s3" => ParseS3(address),
            var scheme => throw Wrong($"'{scheme}' is no kind of storage; it must be files or s3."),
        };
    }

    private static S3 ParseS3(Uri address)
    {
        if (address.Host.Length == 0 || address.AbsolutePath.Trim('/').Length > 0)
        {
            throw Wrong("s3:// needs a bucket and nothing else before the question mark; folders go into prefix=.");
        }

        var settings = ReadQuery(address.Query);
        var keys = (settings.GetValueOrDefault("access_key"), settings.GetValueOrDefault("secret_key"));
        if (keys.Item1 is null != keys.Item2 is null)
        {
            throw Wrong("access_key and secret_key must be given together, or neither (then AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY count).");
        }

        return new S3
        {
            Bucket = address.Host,
            Endpoint = settings.GetValueOrDefault("endpoint") is { } endpoint ? ReadEndpoint(endpoint) : null,
            Region = settings.GetValueOrDefault("region") ?? "us-east-1",
            PathStyle = Flag(settings, "path_style", fallback: settings.ContainsKey("endpoint")),
            Prefix = ReadPrefix(settings.GetValueOrDefault("prefix") ?? string.Empty),
            ChecksumsAlways = Choice(settings, "checksums", "when_required", "when_supported") == "when_supported",
            CreateBucket = Flag(settings, "create_bucket", fallback: settings.ContainsKey("endpoint")),
            AccessKey = keys.Item1,
            SecretKey = keys.Item2,
            Timeout = Seconds(settings, "timeout", fallback: 60),
        };
    }

    private static Dictionary<string, string> ReadQuery(string query)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? pair : pair[..at];
            if (!S3Settings.Contains(name))
            {
                throw Wrong($"'{name}' is no setting of s3; known are {string.Join(", ", S3Settings)}.");
            }

            if (!settings.TryAdd(name, at < 0 ? string.Empty : Uri.UnescapeDataString(pair[(at + 1)..])))
            {
                throw Wrong($"'{name}' is given twice.");
            }
        }

        return settings;
    }

    private static Uri ReadEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? url
            : throw Wrong("endpoint must be an http or https URL such as http://127.0.0.1:9000.");

    private static string ReadPrefix(string text)
    {
        var prefix = text.Trim('/');
        if (prefix.Length > 0 && !prefix.Split('/').All(part => StoreKey.IsWellFormed($"{part}.x")))
        {
            throw Wrong("prefix must be folders of a-z 0-9 _ -, divided by slashes.");
        }

        return prefix.Length == 0 ? string.Empty : $"{prefix}/";
    }

    private static bool Flag(Dictionary<string, string> settings, string name, bool fallback) =>
        settings.ContainsKey(name) ? Choice(settings, name, "true", "false") == "true" : fallback;

    private static string Choice(Dictionary<string, string> settings, string name, params string[] choices) =>
        settings.GetValueOrDefault(name) switch
        {
            null => choices[0],
            var text when choices.Contains(text) => text,
            var text => throw Wrong($"{name} is '{text}' but must be {string.Join(" or ", choices)}."),
        };

    private static TimeSpan Seconds(Dictionary<string, string> settings, string name, int fallback)
    {
        if (!settings.TryGetValue(name, out var text))
        {
            return TimeSpan.FromSeconds(fallback);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong($"{name} must be a number of seconds from 1 to 3600.");
    }

    // The text itself may hold a secret, so it is never repeated.
    private static FormatException Wrong(string problem) => new($"The storage setting (ATELIER_STORAGE) is wrong: {problem}");

    /// <summary>Files in a folder.</summary>
    public sealed record Files(string Folder) : StorageAddress;

    /// <summary>An S3-compatible store.</summary>
    public sealed record S3 : StorageAddress
    {
        public required string Bucket { get; init; }

        /// <summary>The store's address; <see langword="null"/> for Amazon's own.</summary>
        public Uri? Endpoint { get; init; }

        public required string Region { get; init; }

        /// <summary>Whether the bucket stands in the path rather than in the host name.</summary>
        public bool PathStyle { get; init; }

        /// <summary>Goes before each key; empty or ends with a slash.</summary>
        public string Prefix { get; init; } = string.Empty;

        /// <summary>Whether checksums are sent with every request, which older self-hosted stores refuse.</summary>
        public bool ChecksumsAlways { get; init; }

        public bool CreateBucket { get; init; }

        public string? AccessKey { get; init; }

        public string? SecretKey { get; init; }

        /// <summary>How long one request, or one read of a body, may stand still.</summary>
        public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

        /// <summary>Without the keys.</summary>
        public override string ToString() => $"s3 {Endpoint?.ToString() ?? "aws"} {Bucket}/{Prefix}";
    }
}
