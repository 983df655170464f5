using System.Text.Json.Nodes;
using Atelier.Simulators.AiHubMix.Account;
using Atelier.Simulators.AiHubMix.Audio;
using Atelier.Simulators.AiHubMix.Chat;
using Atelier.Simulators.AiHubMix.Gemini;
using Atelier.Simulators.AiHubMix.Images;
using Atelier.Simulators.AiHubMix.Predictions;
using Atelier.Simulators.AiHubMix.Videos;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.AiHubMix;

/// <summary>
/// Simulates the AIHubMix gateway: OpenAI-shaped images, videos, chat, speech and transcription, the unified predictions path, Gemini models
/// in Google's own form, catalogue and credits. Unlike the real service, equal requests give equal results.
/// </summary>
internal sealed class AiHubMixSimulator : IVendorSimulator
{
    public const string VendorName = "aihubmix";

    private readonly VendorSimulators _simulators;
    private readonly AiHubMixAccess _access;
    private readonly Samples _samples;
    private readonly ImageEndpoints _images;
    private readonly PredictionEndpoints _predictions;
    private readonly GeminiEndpoint _gemini;
    private readonly VideoEndpoints _videos;
    private readonly ChatEndpoint _chat;
    private readonly TextEndpoints _texts;
    private readonly EmbeddingEndpoint _embeddings;
    private readonly SpeechEndpoint _speech;
    private readonly TranscriptionEndpoints _transcriptions;
    private readonly CatalogueEndpoints _catalogue;
    private readonly BillingEndpoints _billing;

    public AiHubMixSimulator(VendorSimulators simulators)
    {
        _simulators = simulators;
        _access = new AiHubMixAccess(simulators);
        _samples = new Samples(simulators);
        var cashier = new AiHubMixCashier(simulators);
        _images = new ImageEndpoints(simulators, cashier, _samples);
        _predictions = new PredictionEndpoints(simulators, cashier, _samples);
        _gemini = new GeminiEndpoint(cashier);
        _videos = new VideoEndpoints(simulators, cashier);
        _chat = new ChatEndpoint(simulators, cashier);
        _texts = new TextEndpoints(simulators, cashier);
        _embeddings = new EmbeddingEndpoint(cashier);
        _speech = new SpeechEndpoint(cashier);
        _transcriptions = new TranscriptionEndpoints(cashier);
        _catalogue = new CatalogueEndpoints(simulators);
        _billing = new BillingEndpoints(simulators);
    }

    public string Name => VendorName;

    public void Map(RouteGroupBuilder group)
    {
        MapPaid(group);
        Keyed(group, HttpMethods.Get, "/v1/videos/{id}", _videos.GetAsync, OperationNames.Poll);
        Keyed(group, HttpMethods.Get, "/v1/videos/{id}/content", _videos.ContentAsync, OperationNames.Download);
        Keyed(group, HttpMethods.Delete, "/v1/videos/{id}", _videos.DeleteAsync, OperationNames.Cancel);
        Keyed(group, HttpMethods.Get, "/v1/tasks/{id}", _predictions.PollAsync, OperationNames.Poll);
        Keyed(group, HttpMethods.Get, "/dashboard/billing/remain", _billing.RemainAsync, OperationNames.Account);
        Keyed(group, HttpMethods.Get, "/dashboard/billing/usage", _billing.UsageAsync, OperationNames.Account);
        Keyed(group, HttpMethods.Get, "/v1/dashboard/billing/subscription", _billing.SubscriptionAsync, OperationNames.Account);
        Keyed(group, HttpMethods.Get, "/api/user/self", _billing.AccountAsync, OperationNames.Account);
        group.MapGet("/v1/models", _access.Open(CatalogueEndpoints.ListAsync)).WithOperation(OperationNames.Models);
        group.MapGet("/v1/models/{id}", _access.Open(CatalogueEndpoints.GetAsync)).WithOperation(OperationNames.Models);
        group.MapGet("/api/v1/models", _access.Open(_catalogue.SearchAsync)).WithOperation(OperationNames.Models, "catalogue");
        group.MapGet("/api/status", _access.Open(CatalogueEndpoints.StatusAsync)).WithOperation(OperationNames.Account, "status");
        group.MapMethods(
            $"{Samples.Path}/{{description}}/{{file}}", [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)_samples.GetAsync)
            .WithOperation(OperationNames.Download, "sample");
        group.Map("{**path}", _access.Open(UnknownPath)).WithOperation(OperationNames.Unknown);
    }

    public Task WriteScriptedErrorAsync(HttpContext context, ScriptedError error)
    {
        AiHubMixAnswers.Identify(context, _simulators.Clock);
        var call = context.Call();
        if (call.Path.StartsWith("/api/", StringComparison.Ordinal) && error.Kind == FaultKind.Error200)
        {
            return AiHubMixAnswers.WriteAsync(
                context, new JsonObject { ["success"] = false, ["message"] = error.Code ?? "database error", ["data"] = null });
        }

        return AiHubMixAnswers.WriteAsync(context, ScriptedRefusals.Of(error, call.Model));
    }

    private void MapPaid(RouteGroupBuilder group)
    {
        Keyed(group, HttpMethods.Post, "/v1/images/generations", _images.GenerateAsync, OperationNames.Submit, "image");
        Keyed(group, HttpMethods.Post, "/v1/images/edits", _images.EditAsync, OperationNames.Submit, "image_edit");
        Keyed(
            group,
            HttpMethods.Post,
            "/v1/models/{vendor}/{model}/predictions",
            _predictions.PredictAsync,
            OperationNames.Submit,
            "prediction");
        group.MapPost("/gemini/v1beta/models/{call}", _access.WithGoogleKey(_gemini.GenerateAsync))
            .WithOperation(OperationNames.Submit, "content");
        Keyed(group, HttpMethods.Post, "/v1/videos", _videos.CreateAsync, OperationNames.Submit, "video");
        Keyed(group, HttpMethods.Post, "/v1/videos/{id}/remix", _videos.RemixAsync, OperationNames.Submit, "remix");
        Keyed(group, HttpMethods.Post, "/v1/chat/completions", _chat.CompleteAsync, OperationNames.Submit, "chat");
        Keyed(group, HttpMethods.Post, "/v1/responses", _texts.RespondAsync, OperationNames.Submit, "response");
        Keyed(group, HttpMethods.Post, "/v1/completions", _texts.CompleteAsync, OperationNames.Submit, "completion");
        Keyed(group, HttpMethods.Post, "/v1/moderations", TextEndpoints.ModerateAsync, OperationNames.Submit, "moderation");
        Keyed(group, HttpMethods.Post, "/v1/embeddings", _embeddings.EmbedAsync, OperationNames.Submit, "embedding");
        Keyed(group, HttpMethods.Post, "/v1/audio/speech", _speech.SpeakAsync, OperationNames.Submit, "speech");
        Keyed(group, HttpMethods.Post, "/v1/audio/transcriptions", _transcriptions.TranscribeAsync, OperationNames.Submit, "transcription");
        Keyed(group, HttpMethods.Post, "/v1/audio/translations", _transcriptions.TranslateAsync, OperationNames.Submit, "translation");
    }

    private void Keyed(
        RouteGroupBuilder group, string method, string path, Func<HttpContext, string, Task> handle, params string[] operation) =>
        group.MapMethods(path, [method], _access.WithKey(handle)).WithOperation(operation);

    private static Task UnknownPath(HttpContext context) =>
        throw Refusal.NotFound($"Invalid URL ({context.Request.Method} {context.Call().Path})");
}
