using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Runway.Files;
using Atelier.Simulators.Runway.Models;
using Atelier.Simulators.Runway.Tasks;
using Atelier.Simulators.Runway.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.Runway;

/// <summary>
/// Simulates Runway's developer API, version 2024-11-06: every endpoint that starts a task on videos, pictures and sound, tasks, uploads and
/// account. Unlike the real service, equal bodies with a seed give equal bytes, and a task that is deleted before its end costs nothing.
/// </summary>
internal sealed class RunwaySimulator : IVendorSimulator
{
    public const string VendorName = "runway";

    private readonly CreateEndpoint _create;
    private readonly TaskEndpoints _tasks;
    private readonly UploadEndpoints _uploads;
    private readonly OutputEndpoints _outputs;
    private readonly AccountEndpoints _account;

    public RunwaySimulator(VendorSimulators simulators)
    {
        var gate = new RunwayGate(simulators);
        var accounts = new RunwayAccounts(simulators);
        var tasks = new RunwayTasks(simulators, accounts);
        var uploads = new Uploads(simulators);
        var urls = new OutputUrls(simulators);
        _create = new CreateEndpoint(simulators, gate, tasks, accounts, new AssetProbe(simulators, uploads));
        _tasks = new TaskEndpoints(gate, tasks, urls);
        _uploads = new UploadEndpoints(gate, uploads);
        _outputs = new OutputEndpoints(simulators, urls);
        _account = new AccountEndpoints(simulators, gate, tasks, accounts);
    }

    public string Name => VendorName;

    public void Map(RouteGroupBuilder group)
    {
        foreach (var endpoint in RunwayEndpoints.All)
        {
            var name = endpoint.Path.Split('/')[^1];
            Map(group, endpoint.Path, (HttpMethods.Post, context => _create.CreateAsync(context, endpoint), [OperationNames.Submit, name]));
        }

        Map(
            group,
            "/v1/tasks/{id}",
            (HttpMethods.Get, _tasks.GetAsync, [OperationNames.Poll]),
            (HttpMethods.Delete, _tasks.DeleteAsync, [OperationNames.Cancel]));
        Map(group, "/v1/uploads", (HttpMethods.Post, _uploads.CreateAsync, [OperationNames.Upload]));
        Map(group, Uploads.StoragePath, (HttpMethods.Post, _uploads.StoreAsync, ["storage"]));
        Map(group, "/v1/organization", (HttpMethods.Get, _account.OrganizationAsync, [OperationNames.Account]));
        Map(group, "/v1/organization/usage", (HttpMethods.Post, _account.UsageAsync, [OperationNames.Account, "usage"]));
        group.MapMethods("/_outputs/{id}/{file}", [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)_outputs.GetAsync)
            .WithOperation(OperationNames.Download);
        group.Map("{**path}", (RequestDelegate)(context => RunwayAnswers.UnknownPathAsync(context, context.Call().Path)))
            .WithOperation(OperationNames.Unknown);
    }

    /// <summary>
    /// A refusal by content is no HTTP error here: the task is created and charged, and fails with <c>SAFETY.INPUT.TEXT</c> or the given
    /// code.
    /// </summary>
    public Task WriteScriptedErrorAsync(HttpContext context, ScriptedError error)
    {
        if (error is { Kind: FaultKind.ContentRefused, Status: null }
            && RunwayEndpoints.All.FirstOrDefault(endpoint => endpoint.Path == context.Call().Path) is { } creating)
        {
            context.Call().Fault = new Fault { Kind = FaultKind.TaskFailed, Code = error.Code ?? RunwayFailures.RefusedText };
            return _create.CreateAsync(context, creating);
        }

        var status = error.Status ?? error.Kind switch
        {
            FaultKind.RateLimited => StatusCodes.Status429TooManyRequests,
            FaultKind.ContentRefused => StatusCodes.Status400BadRequest,
            FaultKind.Error200 => StatusCodes.Status200OK,
            _ => StatusCodes.Status500InternalServerError,
        };
        return RunwayAnswers.RefuseAsync(context, status, error.Code ?? Text(status));
    }

    private static void Map(
        RouteGroupBuilder group, string path, params (string Method, RequestDelegate Handle, string[] Operation)[] methods)
    {
        foreach (var (method, handle, operation) in methods)
        {
            group.MapMethods(path, [method], handle).WithOperation(operation);
        }

        group.Map(path, (RequestDelegate)(context =>
        {
            context.Response.Headers.Allow = string.Join(", ", methods.Select(method => method.Method));
            return RunwayAnswers.RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed");
        })).WithOperation(OperationNames.Unknown);
    }

    private static string Text(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request was refused.",
        StatusCodes.Status401Unauthorized => "The API key is missing, malformed or disabled.",
        StatusCodes.Status403Forbidden => "Model variant is not available",
        StatusCodes.Status404NotFound => "Could not find Task",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status502BadGateway => "Bad gateway",
        StatusCodes.Status503ServiceUnavailable => "The service is overloaded. Try again later.",
        StatusCodes.Status504GatewayTimeout => "The request took too long.",
        _ => "An unexpected error occurred.",
    };
}
