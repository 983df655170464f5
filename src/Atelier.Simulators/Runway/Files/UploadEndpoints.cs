using Atelier.Simulators.Http;
using Atelier.Simulators.Runway.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atelier.Simulators.Runway.Files;

/// <summary><c>POST /v1/uploads</c>, and the storage the file itself is posted to, which speaks as S3 does.</summary>
internal sealed class UploadEndpoints(RunwayGate gate, Uploads uploads)
{
    private static readonly Shape Request = new([new("filename", new Text(255), true), new("type", new Choice("ephemeral"), true)]);

    public async Task CreateAsync(HttpContext context)
    {
        if (await gate.EnterAsync(context) is null)
        {
            return;
        }

        var body = context.Call().Json;
        var findings = new Findings();
        Request.Check(body, IssuePath.Root, findings);
        if (findings.Issues.Count > 0)
        {
            await RunwayAnswers.RefuseBodyAsync(context, findings.Issues);
            return;
        }

        await RunwayAnswers.WriteAsync(
            context, uploads.Issue(context, body.GetProperty("filename").GetString()!), RunwayJson.Wire.RunwayUpload);
    }

    /// <summary>Takes the form: every issued field unchanged, the file last.</summary>
    public async Task StoreAsync(HttpContext context)
    {
        if (Boundary(context.Request) is not { } boundary)
        {
            await RefuseAsync(
                context,
                StatusCodes.Status412PreconditionFailed,
                "PreconditionFailed",
                "Bucket POST must be of the enclosure-type multipart/form-data");
            return;
        }

        var form = new Dictionary<string, string>();
        byte[]? file = null;
        var reader = new MultipartReader(boundary, context.Request.Body);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (file is not null)
            {
                await RefuseAsync(
                    context, StatusCodes.Status400BadRequest, "InvalidArgument", "The file must be the last field of the form.");
                return;
            }

            var name = section.GetContentDispositionHeader()?.Name is { } quoted ? HeaderUtilities.RemoveQuotes(quoted).ToString() : "";
            if (name == "file")
            {
                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content, context.RequestAborted);
                file = content.ToArray();
            }
            else
            {
                form[name] = await section.ReadAsStringAsync(context.RequestAborted);
            }
        }

        await StoreAsync(context, form, file);
    }

    private async Task StoreAsync(HttpContext context, Dictionary<string, string> form, byte[]? file)
    {
        switch (uploads.KeyOf(form), file)
        {
            case (null, _):
                await RefuseAsync(context, StatusCodes.Status403Forbidden, "AccessDenied", "Invalid according to Policy");
                break;
            case (_, null):
                await RefuseAsync(
                    context, StatusCodes.Status400BadRequest, "InvalidArgument", "POST requires exactly one file upload per request.");
                break;
            case (_, { LongLength: < Uploads.MinBytes }):
                await RefuseAsync(
                    context,
                    StatusCodes.Status400BadRequest,
                    "EntityTooSmall",
                    "Your proposed upload is smaller than the minimum allowed size");
                break;
            case (_, { LongLength: > Uploads.MaxBytes }):
                await RefuseAsync(
                    context, StatusCodes.Status400BadRequest, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
                break;
            case ({ } key, { } content):
                await uploads.SaveAsync(key, content, context.RequestAborted);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
        }
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : null;

    public static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>",
            context.RequestAborted);
    }
}
