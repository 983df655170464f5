using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Api.Generations;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Atelier.Api.OpenAi;

/// <summary>
/// Makes generations of requests. SDKs repeat a request whose answer they did not get, and say nothing about it: the same request by the same
/// key meets its generation again until its answer was delivered, it failed, or the window is over.
/// </summary>
internal sealed class OpenAiCalls(
    IGenerationService generations, IRepeatedRequests repeats, GenerationWaiter waiter, UntoldFailures untold, IHostApplicationLifetime lifetime,
    IOptions<OpenAiOptions> options)
{
    public const string GenerationHeader = "x-atelier-generation-id";
    public const string CreditsHeader = "x-atelier-credits";
    public const string CoalesceHeader = "x-atelier-coalesce";
    private const int Tries = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(10);

    /// <summary>Creates the generation, or finds the one that this request repeats.</summary>
    public async Task<Result<OpenAiCall>> StartAsync(
        HttpContext http, Caller caller, InputMap map, IdempotencyKey given, LiveAnswer? live, CancellationToken cancellationToken,
        JsonObject? labels = null, int part = 0)
    {
        var input = map.Build();
        if (!input.IsOk)
        {
            return input.Error;
        }

        if (given.Error is { } refused)
        {
            return refused;
        }

        var hash = map.Body.Hash();
        var repeatKey = given.Value is null && MayCoalesce(http) ? RepeatKey(http, caller, part == 0 ? hash : $"{hash}#{part}") : null;
        var command = new GenerationCommand
        {
            Model = map.Model.Id,
            Input = input.Value,
            Metadata = labels is null ? null : JsonElement.Parse(labels.ToJsonString()),
            IdempotencyKey = given.Value is { } key ? part == 0 ? key : $"part-{Sha256($"{key}\n{part}")}" : repeatKey,
            RequestHash = Sha256($"{http.Request.Path}\n{hash}"),
            IdempotencyLifetime = repeatKey is null ? null : options.Value.RepeatWindow,
            Live = live,
            TraceParent = Activity.Current?.Id,
        };
        var created = await CreateAsync(caller, command, repeatKey, cancellationToken);
        if (!created.IsOk)
        {
            return created.Error;
        }

        var call = new OpenAiCall(caller, created.Value.View, repeatKey);
        WriteHeaders(http, created.Value.View.Generation);
        if (!created.Value.Replayed)
        {
            FormUploads.Take(http);
        }
        else
        {
            http.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        }

        return call;
    }

    /// <summary>
    /// As many generations as pictures were asked for, of a model that makes one at a time. When credits or a limit end before the last one,
    /// those that were accepted: by then a refusal would be repeated by SDKs, and the accepted ones are paid for.
    /// </summary>
    public async Task<Result<IReadOnlyList<OpenAiCall>>> StartAllAsync(
        HttpContext http, Caller caller, InputMap map, IdempotencyKey given, LiveAnswer? live, CancellationToken cancellationToken)
    {
        var calls = new List<OpenAiCall>();
        for (var part = 0; part < map.Copies; part++)
        {
            var started = await StartAsync(http, caller, map, given, live, cancellationToken, part: part);
            if (!started.IsOk)
            {
                if (part == 0)
                {
                    return started.Error;
                }

                break;
            }

            calls.Add(started.Value);
        }

        WriteHeaders(http, [.. calls.Select(call => call.View.Generation)]);
        return calls;
    }

    /// <summary>Waits for the end of the generation, however long it takes: every state of it has a deadline of its own.</summary>
    public async Task<GenerationView?> FinishAsync(HttpContext http, OpenAiCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            var waited = await waiter.WaitAsync(call.Caller, call.Id, Look, cancellationToken);
            if (!waited.IsOk)
            {
                // Deleted while it was waited for.
                return null;
            }

            if (waited.Value.Generation.State.IsFinished())
            {
                return waited.Value;
            }

            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // An answer would be a lie; a cut connection makes SDKs ask again, and they meet the same generation.
                http.Abort();
                throw new OperationCanceledException("The server stops.");
            }
        }
    }

    /// <summary>The answer has reached its caller whole: the same request means something new from now on.</summary>
    public async Task DeliveredAsync(HttpContext http, OpenAiCall call)
    {
        if (call.RepeatKey is { } key && !http.RequestAborted.IsCancellationRequested)
        {
            await repeats.ForgetAsync(call.Caller, key, call.Id, CancellationToken.None);
        }
    }

    /// <summary>All that is left to do for a caller whose answer has begun and cannot be finished: the repetition is told why.</summary>
    public void CutOff(HttpContext http, IEnumerable<Generation> failed)
    {
        foreach (var generation in failed)
        {
            untold.Add(generation.Id);
        }

        http.Abort();
    }

    public static void WriteHeaders(HttpContext http, params IReadOnlyList<Generation> generations)
    {
        if (http.Response.HasStarted)
        {
            return;
        }

        var micro = generations.Sum(generation => generation.State.IsFinished() ? generation.CapturedMicro : generation.QuotedMicro);
        http.Response.Headers[GenerationHeader] = string.Join(", ", generations.Select(generation => generation.Id));
        http.Response.Headers[CreditsHeader] = MicroCredits.ToCredits(micro).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<Result<CreatedGeneration>> CreateAsync(
        Caller caller, GenerationCommand command, string? repeatKey, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var created = await generations.CreateAsync(caller, command, cancellationToken);
            if (repeatKey is null || attempt == Tries)
            {
                return created;
            }

            if (created is { IsOk: true, Value: { Replayed: true, View.Generation: { State: GenerationState.Failed or GenerationState.Cancelled } ended } })
            {
                if (untold.Take(ended.Id))
                {
                    return created;
                }

                // SDKs do not repeat what failed; whoever asks again wants another try.
                await repeats.ForgetAsync(caller, repeatKey, ended.Id, cancellationToken);
            }
            else if (created is { IsOk: false, Error.Code: "idempotent_generation_deleted" })
            {
                command = command with { IdempotencyKey = null };
            }
            else
            {
                return created;
            }
        }
    }

    private bool MayCoalesce(HttpContext http) =>
        options.Value.RepeatWindow > TimeSpan.Zero
        && !http.Request.Headers[CoalesceHeader].ToString().Equals("off", StringComparison.OrdinalIgnoreCase);

    private static string RepeatKey(HttpContext http, Caller caller, string hash) => $"repeat-{Sha256($"{caller.KeyId}\n{http.Request.Path}\n{hash}")}";

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
