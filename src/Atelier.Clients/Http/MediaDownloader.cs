using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atelier.Clients.Http;

/// <summary>
/// Opens the URL of a result. The URL came from a vendor's answer, so it is not trusted: only public addresses, trusted origins and
/// allowed networks are called, over https (the last two over http too), through at most five redirects, each checked again.
/// </summary>
public sealed class MediaDownloader : IDisposable
{
    private readonly HttpClient _http;
    private readonly Client _client;
    private readonly long _maxBytes;

    /// <param name="options">Limits; read once, here.</param>
    /// <param name="logger">Gets one line per attempt. Default: none.</param>
    /// <param name="time">The clock for waits and time limits. Default: the system's.</param>
    public MediaDownloader(MediaDownloadOptions options, ILogger<MediaDownloader>? logger = null, TimeProvider? time = null)
        : this(options, logger, time, null)
    {
    }

    internal MediaDownloader(MediaDownloadOptions options, ILogger<MediaDownloader>? logger, TimeProvider? time, ResolveHost? resolve)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = new ClientOptions(options);
        var connector = new GuardedConnector(new AddressPolicy([.. options.AllowedNetworks]), [.. options.TrustedOrigins], plainHttp: false, proxy: null, resolve)
        {
            Pool = settings.Pool,
        };
        var handler = VendorHandlers.Create(connector);

        // The bytes are kept exactly as the vendor stores them; a proxy would connect where the policy cannot see.
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.UseProxy = false;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client = new Client(_http, settings, logger ?? NullLogger<MediaDownloader>.Instance, time);
        _maxBytes = options.MaxBytes;
    }

    /// <summary>How the pipeline of the downloads stands at this moment.</summary>
    public VendorPipelineStatus Status => _client.Status;

    /// <summary>Opens a result.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="headers">Headers for the origin of <paramref name="url"/> only; never a vendor's key for a URL of another origin.</param>
    /// <param name="cancellationToken">Ends the opening; reading takes its own.</param>
    /// <exception cref="DownloadRefusedException">The URL, or a redirect from it, leads where downloads are not allowed to go.</exception>
    /// <exception cref="VendorException">The download failed.</exception>
    public Task<VendorStream> OpenAsync(
        Uri url, IReadOnlyList<KeyValuePair<string, string>>? headers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        return _client.OpenAsync(url, headers ?? [], _maxBytes, cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private sealed class Client(HttpClient http, VendorClientOptions options, ILogger logger, TimeProvider? time)
        : VendorHttpClient(http, options, logger, time)
    {
        public async Task<VendorStream> OpenAsync(
            Uri url, IReadOnlyList<KeyValuePair<string, string>> headers, long maxBytes, CancellationToken cancellationToken)
        {
            if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
            {
                throw new DownloadRefusedException(new VendorFault
                {
                    Vendor = Vendor,
                    Operation = "open",
                    Text = "only http and https URLs without a user are downloaded",
                });
            }

            return await OpenStreamAsync(
                new VendorRequest
                {
                    Operation = "open",
                    Path = url.AbsoluteUri,
                    Headers = headers,
                    Accept = "*/*",
                    Authenticate = false,
                    MaxBytes = maxBytes,
                    Class = OperationClass.Download,
                },
                cancellationToken).ConfigureAwait(false);
        }

        protected override VendorError ParseError(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> body) => new(KindOf(statusCode));
    }

    private sealed class ClientOptions : VendorClientOptions
    {
        public ClientOptions(MediaDownloadOptions options)
            : base("download", "ATELIER_FETCH", "https://download.invalid")
        {
            Account = options.Account;
            Timeout = options.Timeout;
            StreamIdleTimeout = options.IdleTimeout;
            RetryCount = options.RetryCount;
            RetryBaseDelay = options.RetryBaseDelay;
            UseJitter = options.UseJitter;
            Circuit = options.Circuit;
            CacheAnswers = false;

            // Files lie at many hosts; the limit of one account means nothing to them.
            Limits = new VendorLimitOptions { Concurrency = options.Concurrency };
        }

        protected override bool NeedsKey => false;
    }
}

/// <summary>Registers the downloader.</summary>
public static class MediaDownloaderServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="MediaDownloader"/> for the whole process.</summary>
    public static IServiceCollection AddMediaDownloader(this IServiceCollection services, Action<MediaDownloadOptions> configure)
    {
        services.AddOptions<MediaDownloadOptions>().Configure(configure);
        return services.AddSingleton(provider => Create(provider, Options.DefaultName));
    }

    /// <summary>Adds a <see cref="MediaDownloader"/> as a keyed service with its own options.</summary>
    public static IServiceCollection AddMediaDownloader(this IServiceCollection services, string name, Action<MediaDownloadOptions> configure)
    {
        services.AddOptions<MediaDownloadOptions>(name).Configure(configure);
        return services.AddKeyedSingleton(name, (provider, _) => Create(provider, name));
    }

    private static MediaDownloader Create(IServiceProvider provider, string name) => new(
        provider.GetRequiredService<IOptionsMonitor<MediaDownloadOptions>>().Get(name),
        provider.GetService<ILogger<MediaDownloader>>(),
        provider.GetService<TimeProvider>());
}
