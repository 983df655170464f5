using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Stability.V1;
using Atelier.Simulators.Stability.V2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.Stability;

/// <summary>
/// Simulates the REST API of Stability AI: v1 pictures and account, v2beta stable image, 3D and audio, and the
/// withdrawn image to video.
/// </summary>
internal sealed class StabilitySimulator(VendorSimulators simulators) : IVendorSimulator
{
    private readonly StabilityAccess _access = new(simulators);
    private readonly StabilityCashier _cashier = new(simulators);
    private readonly StabilityTasks _tasks = new(simulators);

    public string Name => StabilityCashier.Vendor;

    public void Map(RouteGroupBuilder group)
    {
        MapV1(group);
        MapV2(group);
        MapMeshes(group);
        MapAudio(group);
        group.Map("{**path}", _access.Guard(NotFoundAsync)).WithOperation(OperationNames.Unknown);
    }

    public Task WriteScriptedErrorAsync(HttpContext context, ScriptedError error) => error switch
    {
        { Kind: FaultKind.RateLimited } => StabilityErrors.WriteAsync(
            context,
            error.Status ?? StatusCodes.Status429TooManyRequests,
            error.Code ?? "rate_limit_exceeded",
            StabilityErrors.RateLimitText),
        { Kind: FaultKind.ContentRefused, Status: null, Code: null } => StabilityErrors.ModerationAsync(context),
        { Kind: FaultKind.ContentRefused } => StabilityErrors.WriteAsync(
            context, error.Status ?? StatusCodes.Status403Forbidden, error.Code ?? "content_moderation", StabilityErrors.ModerationText),
        { Kind: FaultKind.Status, Status: null or StatusCodes.Status500InternalServerError, Code: null } =>
            StabilityErrors.ServerErrorAsync(context),
        _ => StabilityErrors.WriteAsync(
            context, error.Status ?? StatusCodes.Status200OK, error.Code ?? NameOf(error.Status, context), StabilityErrors.ServerErrorText),
    };

    private void MapV1(RouteGroupBuilder group)
    {
        var account = new AccountEndpoints(simulators);
        group.MapGet("/v1/user/account", _access.Guard(AccountEndpoints.AccountAsync)).WithOperation(OperationNames.Account);
        group.MapGet("/v1/user/balance", _access.Guard(account.BalanceAsync)).WithOperation(OperationNames.Account, "balance");
        group.MapGet("/v1/engines/list", _access.Guard(account.EnginesAsync)).WithOperation(OperationNames.Models, "engines");
        group.MapPost("/v1/generation/{engine}/text-to-image", _access.Guard(new TextToImageEndpoint(simulators, _cashier).HandleAsync))
            .WithOperation(OperationNames.Submit, "image", "text-to-image");
        var fromImage = new ImageToImageEndpoint(simulators, _cashier, masking: false);
        group.MapPost("/v1/generation/{engine}/image-to-image", _access.Guard(fromImage.HandleAsync))
            .WithOperation(OperationNames.Submit, "image", "image-to-image");
        var masked = new ImageToImageEndpoint(simulators, _cashier, masking: true);
        group.MapPost("/v1/generation/{engine}/image-to-image/masking", _access.Guard(masked.HandleAsync))
            .WithOperation(OperationNames.Submit, "image", "masking");
        group.MapPost("/v1/generation/{engine}/image-to-image/upscale", _access.Guard(new UpscaleEndpoint(simulators,
            _cashier).HandleAsync))
            .WithOperation(OperationNames.Submit, "image", "upscale");
    }

    private void MapV2(RouteGroupBuilder group)
    {
        foreach (var operation in GenerateOperations.All.Concat(EditOperations.All).Concat(UpscaleOperations.All))
        {
            var endpoint = new ImageEndpoint(operation, _cashier, _tasks);
            group.MapPost($"/v2beta/stable-image/{operation.Path}", _access.Guard(endpoint.HandleAsync))
                .WithOperation(OperationNames.Submit, "image", operation.Name);
        }

        group.MapGet("/v2beta/results/{id}", _access.Guard(PictureResultAsync)).WithOperation(OperationNames.Poll);
        group.MapGet("/v2beta/stable-image/upscale/creative/result/{id}", _access.Guard(PictureResultAsync))
            .WithOperation(OperationNames.Poll);

        var video = new VideoEndpoint(simulators, _cashier, _tasks);
        group.MapPost("/v2beta/image-to-video", _access.Guard(video.StartAsync)).WithOperation(OperationNames.Submit, "video");
        group.MapGet("/v2beta/image-to-video/result/{id}", _access.Guard(video.ResultAsync)).WithOperation(OperationNames.Poll);
    }

    private void MapMeshes(RouteGroupBuilder group)
    {
        foreach (var operation in MeshOperations.All)
        {
            group.MapPost($"/v2beta/3d/{operation.Name}", _access.Guard(new MeshEndpoint(operation, _cashier).HandleAsync))
                .WithOperation(OperationNames.Submit, "mesh", operation.Name);
        }
    }

    private void MapAudio(RouteGroupBuilder group)
    {
        foreach (var operation in AudioOperations.All)
        {
            group.MapPost($"/v2beta/audio/{operation.Path}", _access.Guard(new AudioEndpoint(operation, _cashier, _tasks).HandleAsync))
                .WithOperation(OperationNames.Submit, "music", operation.Path);
        }

        group.MapGet("/v2beta/audio/results/{id}", _access.Guard((context, caller) => _tasks.FetchAsync(context, caller, "audio", "audio")))
            .WithOperation(OperationNames.Poll);
    }

    private Task PictureResultAsync(HttpContext context, StabilityCaller caller) =>
        _tasks.FetchAsync(context, caller, "image", simulators.Options.Stability.ResultsField);

    private static Task NotFoundAsync(HttpContext context, StabilityCaller caller) =>
        StabilityErrors.NotFoundAsync(context, "The requested resource was not found.");

    private static string NameOf(int? status, HttpContext context) => status switch
    {
        StatusCodes.Status400BadRequest => "bad_request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status402PaymentRequired => "payment_required",
        StatusCodes.Status403Forbidden => "permission_denied",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status413PayloadTooLarge => "payload_too_large",
        StatusCodes.Status422UnprocessableEntity => "invalid_language",
        StatusCodes.Status429TooManyRequests => "rate_limit_exceeded",
        _ => StabilityErrors.IsV1(context) ? "server_error" : "internal_error",
    };
}
