using System.Text.Json.Serialization;
using Atelier.Clients.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Clients.Tests.Fixtures;

/// <summary>The smallest vendor client: shows what the base alone does.</summary>
public sealed class ProbeClient(HttpClient http, ProbeOptions options, ILogger? logger = null, TimeProvider? time = null)
    : VendorHttpClient(http, options, logger ?? NullLogger.Instance, time)
{
    public Task<ProbeThing> GetThingAsync(CancellationToken cancellationToken) =>
        GetJsonAsync("get_thing", "v1/things/1", ProbeJson.Default.ProbeThing, cancellationToken);

    public Task<ProbeThing> BuyAsync(SubmitPolicy policy, CancellationToken cancellationToken) => BuyAsync(policy, null, cancellationToken);

    public Task<ProbeThing> BuyAsync(SubmitPolicy policy, VendorBody? body, CancellationToken cancellationToken) =>
        SendJsonAsync(
            new VendorRequest
            {
                Operation = "buy_thing",
                Method = HttpMethod.Post,
                Path = "v1/things",
                Body = body ?? VendorBody.Json(new ProbeThing("boat"), ProbeJson.Default.ProbeThing),
                SubmitPolicy = policy,
            },
            ProbeJson.Default.ProbeThing,
            cancellationToken);

    public Task<ProbeThing> GetKeptAsync(string path, TimeSpan keep, CancellationToken cancellationToken) =>
        GetCachedJsonAsync("get_kept", path, ProbeJson.Default.ProbeThing, keep, cancellationToken);

    public Task<VendorAnswer> SendRawAsync(VendorRequest request, CancellationToken cancellationToken) => SendBytesAsync(request, cancellationToken);

    public Task<VendorStream> OpenAsync(VendorRequest request, CancellationToken cancellationToken) => OpenStreamAsync(request, cancellationToken);

    protected override VendorError ParseError(int statusCode, VendorHeaders headers, ReadOnlyMemory<byte> body)
    {
        var root = LenientJson.Parse(body);
        return new VendorError(KindOf(statusCode), root.Get("code").AsText(), root.Get("message").AsText());
    }

    protected override VendorError? FindErrorInSuccess(VendorHeaders headers, ReadOnlyMemory<byte> body) =>
        LenientJson.Parse(body).Get("error").AsText() is { } text ? new VendorError(VendorErrorKind.Server, null, text) : null;
}

public sealed class ProbeOptions() : VendorClientOptions("probe", "PROBE", "https://probe.invalid");

public sealed record ProbeThing([property: JsonPropertyName("name")] string Name);

[JsonSerializable(typeof(ProbeThing))]
public sealed partial class ProbeJson : JsonSerializerContext;
