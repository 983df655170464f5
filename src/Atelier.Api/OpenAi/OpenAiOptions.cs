using System.ComponentModel.DataAnnotations;

namespace Atelier.Api.OpenAi;

/// <summary>Settings of the OpenAI-compatible API; section <c>Atelier:OpenAi</c>.</summary>
public sealed class OpenAiOptions
{
    /// <summary>
    /// How long the same request by the same key is taken for a repetition of one that is running or whose answer has not been fetched.
    /// Zero takes no request for a repetition. Default: 10 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RepeatWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a stream that has nothing to say sends a comment, and an answer that is long in coming a space, so that no proxy takes it for dead. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a caller waits in silence for pictures that come as JSON, before spaces ahead of the answer keep proxies from cutting the connection. The
    /// status is 200 from then on: a failure after that cuts the connection, and the repetition is told it. Zero keeps silent. Default: 25 seconds, less
    /// than the proxies in use wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan KeepAliveAfter { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// The most unfinished pictures that one stream may ask the vendor for. OpenAI's models count some 100 tokens for each, which the shipped prices do
    /// not charge; zero never asks. Default: 3, as at OpenAI.
    /// </summary>
    [Range(0, 3)]
    public int PartialImages { get; set; } = 3;

    /// <summary>How long the addresses of pictures work without a key. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromHours(1);
}
