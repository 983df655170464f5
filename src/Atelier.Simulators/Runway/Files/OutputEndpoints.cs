using System.Globalization;
using Atelier.Simulators.Http;
using Atelier.Simulators.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.Runway.Files;

/// <summary>The results: no key is wanted, the address itself is the permission, and it expires.</summary>
internal sealed class OutputEndpoints(VendorSimulators simulators, OutputUrls urls)
{
    public async Task GetAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id")?.ToString() ?? "";
        var file = context.GetRouteValue("file")?.ToString() ?? "";
        context.SetTaskId(id);
        if (!urls.IsValid(id, file, context.Request.Query["_jwt"].ToString()))
        {
            await UploadEndpoints.RefuseAsync(context, StatusCodes.Status403Forbidden, "AccessDenied", "Access denied");
            return;
        }

        var task = await simulators.Store.FindAsync(RunwaySimulator.VendorName, id, context.RequestAborted);
        if (task is not { CancelledAt: null, Fate: TaskFate.Succeed })
        {
            await UploadEndpoints.RefuseAsync(context, StatusCodes.Status404NotFound, "NoSuchKey", "The specified key does not exist.");
            return;
        }

        var index = int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture);
        var content = OutputMaker.Make(RunwayWork.Of(task), task.Model!, index);
        await Results.File(content, OutputMaker.ContentType(file), enableRangeProcessing: true).ExecuteAsync(context);
    }
}
