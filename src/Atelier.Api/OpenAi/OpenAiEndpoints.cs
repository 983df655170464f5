using Atelier.Api.Authentication;
using Atelier.Api.OpenApi;
using Atelier.Api.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.OpenAi;

/// <summary>The OpenAI-compatible API: every catalogue model of every vendor under the routes and shapes of OpenAI's SDKs.</summary>
internal static class OpenAiEndpoints
{
    private const string Json = "application/json";
    private const string Form = "multipart/form-data";

    public static void AddOpenAi(this IServiceCollection services)
    {
        services.AddOptions<OpenAiOptions>().BindConfiguration("Atelier:OpenAi").ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<OpenAiBodyReader>().AddScoped<OpenAiIntake>().AddScoped<OpenAiCalls>().AddSingleton<ModelNames>();
        services.AddSingleton<SignsOfLife>().AddSingleton<UntoldFailures>();
        services.AddScoped<ImageRoutes>().AddScoped<ImageAnswers>().AddScoped<SpeechRoute>().AddScoped<TranscriptRoutes>();
        services.AddScoped<ChatRoute>().AddScoped<EmbeddingRoute>().AddScoped<VideoRoutes>().AddScoped<StoredAnswers>();
    }

    public static void MapOpenAi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/v1").WithTags("OpenAI").AddEndpointFilter(static (context, next) =>
        {
            RateLimitHeaders.Write(context.HttpContext);
            ProcessingTime.Tell(context.HttpContext);
            return next(context);
        }).AllowBodyOf(null);
        api.MapGet("/artifacts/{id}/content", ImageAnswers.OpenLinkAsync).WithName("openArtifactLink")
            .Describe("Open a picture's address", "What `url` of a picture leads to; works without a key until it expires.")
            .Answers(200, "application/octet-stream").Answers(404, Json);

        var keyed = api.MapGroup("").RequireAuthorization();
        keyed.MapImages();
        keyed.MapAudio();
        keyed.MapText();
        keyed.MapVideos();
        keyed.MapOpenAiModels();
    }

    private static void MapImages(this RouteGroupBuilder api)
    {
        api.MapPost("/images/generations", (HttpContext http, CurrentCaller me, IdempotencyKey key, ImageRoutes images, CancellationToken cancel) =>
                images.GenerateAsync(http, me.Caller, key, cancel)).WithName("openAiCreateImage")
            .Describe("Make pictures", "OpenAI's images.generate, for every picture model.").Takes(Json).Answers(200, Json);
        api.MapPost("/images/edits", (HttpContext http, CurrentCaller me, IdempotencyKey key, ImageRoutes images, CancellationToken cancel) =>
                images.EditAsync(http, me.Caller, key, cancel)).WithName("openAiEditImage")
            .Describe("Edit pictures", "OpenAI's images.edit, for every model that takes pictures.").Takes(Form, Json).Answers(200, Json);
        api.MapPost("/images/variations", (HttpContext http, CurrentCaller me, IdempotencyKey key, ImageRoutes images, CancellationToken cancel) =>
                images.VaryAsync(http, me.Caller, key, cancel)).WithName("openAiVaryImage")
            .Describe("Vary a picture", "OpenAI's images.createVariation, as an edit without a prompt.").Takes(Form).Answers(200, Json);
    }

    private static void MapAudio(this RouteGroupBuilder api)
    {
        api.MapPost("/audio/speech", (HttpContext http, CurrentCaller me, IdempotencyKey key, SpeechRoute speech, CancellationToken cancel) =>
                speech.SpeakAsync(http, me.Caller, key, cancel)).WithName("openAiCreateSpeech")
            .Describe("Make speech", "OpenAI's audio.speech; streamed as the vendor speaks.").Takes(Json).Answers(200, "audio/mpeg");
        api.MapPost("/audio/transcriptions", (HttpContext http, CurrentCaller me, IdempotencyKey key, TranscriptRoutes transcripts, CancellationToken cancel) =>
                transcripts.TranscribeAsync(http, me.Caller, key, cancel)).WithName("openAiTranscribe")
            .Describe("Transcribe a recording", "OpenAI's audio.transcriptions.").Takes(Form).Answers(200, Json);
        api.MapPost("/audio/translations", (HttpContext http, CurrentCaller me, IdempotencyKey key, TranscriptRoutes transcripts, CancellationToken cancel) =>
                transcripts.TranslateAsync(http, me.Caller, key, cancel)).WithName("openAiTranslate")
            .Describe("Translate a recording to English", "OpenAI's audio.translations.").Takes(Form).Answers(200, Json);
    }

    private static void MapText(this RouteGroupBuilder api)
    {
        api.MapPost("/chat/completions", (HttpContext http, CurrentCaller me, IdempotencyKey key, ChatRoute chat, CancellationToken cancel) =>
                chat.CompleteAsync(http, me.Caller, key, cancel)).WithName("openAiChat")
            .Describe("Answer a chat", "OpenAI's chat.completions, whole or streamed.").Takes(Json).Answers(200, Json);
        api.MapPost("/embeddings", (HttpContext http, CurrentCaller me, IdempotencyKey key, EmbeddingRoute embeddings, CancellationToken cancel) =>
                embeddings.EmbedAsync(http, me.Caller, key, cancel)).WithName("openAiEmbed")
            .Describe("Make embeddings", "OpenAI's embeddings.").Takes(Json).Answers(200, Json);
    }

    private static void MapVideos(this RouteGroupBuilder api)
    {
        api.MapPost("/videos", (HttpContext http, CurrentCaller me, IdempotencyKey key, VideoRoutes videos, CancellationToken cancel) =>
                videos.CreateAsync(http, me.Caller, key, cancel)).WithName("openAiCreateVideo")
            .Describe("Make a video", "OpenAI's videos.create, for every video model.").Takes(Form, Json).Answers(200, Json);
        api.MapGet("/videos", (HttpContext http, CurrentCaller me, VideoRoutes videos, CancellationToken cancel) =>
                videos.ListAsync(http, me.Caller, cancel)).WithName("openAiListVideos")
            .Describe("List videos", "`limit` 1 to 100, `order` asc or desc, `after` an id.").Answers(200, Json);
        api.MapGet("/videos/{id}", (string id, HttpContext http, CurrentCaller me, VideoRoutes videos, CancellationToken cancel) =>
                videos.GetAsync(http, me.Caller, id, cancel)).WithName("openAiGetVideo")
            .Describe("Get a video", "Its state and progress.").Answers(200, Json);
        api.MapMethods("/videos/{id}/content", [HttpMethods.Get, HttpMethods.Head],
                (string id, HttpContext http, CurrentCaller me, VideoRoutes videos, CancellationToken cancel) =>
                    videos.ContentAsync(http, me.Caller, id, cancel)).WithName("openAiGetVideoContent")
            .Describe("Get the bytes of a video", "Ranges and HEAD are understood; `variant` must be video.").Answers(200, "video/mp4");
        api.MapDelete("/videos/{id}", (string id, HttpContext http, CurrentCaller me, VideoRoutes videos, CancellationToken cancel) =>
                videos.DeleteAsync(http, me.Caller, id, cancel)).WithName("openAiDeleteVideo")
            .Describe("Delete a video", "Stops it first when it is not finished.").Answers(200, Json);
        api.MapPost("/videos/{id}/remix", (string id, HttpContext http, CurrentCaller me, IdempotencyKey key, VideoRoutes videos, CancellationToken cancel) =>
                videos.RemixAsync(http, me.Caller, id, key, cancel)).WithName("openAiRemixVideo")
            .Describe("Remix a video", "A new video of the same model and settings with another prompt.").Takes(Json, Form).Answers(200, Json);
    }

    private static void MapOpenAiModels(this RouteGroupBuilder api)
    {
        api.MapGet("/models", (HttpContext http, CurrentCaller me, ModelNames names, CancellationToken cancel) =>
                ModelRoutes.ListAsync(http, me.Caller, names, cancel)).WithName("openAiListModels")
            .Describe("List models", "All that the caller's key may use now.").Answers(200, Json);
        api.MapGet("/models/{**id}", (string id, HttpContext http, ModelNames names, CancellationToken cancel) =>
                ModelRoutes.GetAsync(http, id, names, cancel)).WithName("openAiGetModel")
            .Describe("Get a model", "By its id, slashes plain or as %2F.").Answers(200, Json);
    }

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, string contentType, params string[] others) =>
        route.WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata([contentType, .. others], typeof(Stream)));
}
