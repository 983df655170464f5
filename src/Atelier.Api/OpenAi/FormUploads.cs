using Atelier.Services.Accounts;
using Atelier.Services.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.OpenAi;

/// <summary>Files of a form, stored while it was read. Those that no new generation took are removed when the request is over, however it ended.</summary>
internal sealed class FormUploads(IUploadService uploads, Caller caller)
{
    private readonly List<Upload> stored = [];
    private bool taken;

    public static FormUploads Of(HttpContext http, IUploadService uploads, Caller caller)
    {
        if (http.Features.Get<FormUploads>() is { } known)
        {
            return known;
        }

        var fresh = new FormUploads(uploads, caller);
        http.Features.Set(fresh);
        http.Response.OnCompleted(fresh.DiscardAsync);
        return fresh;
    }

    /// <summary>A new generation has them now.</summary>
    public static void Take(HttpContext http)
    {
        if (http.Features.Get<FormUploads>() is { } known)
        {
            known.taken = true;
        }
    }

    public void Add(Upload upload) => stored.Add(upload);

    private async Task DiscardAsync()
    {
        foreach (var upload in taken ? [] : stored)
        {
            await uploads.DiscardAsync(caller, upload, CancellationToken.None);
        }
    }
}
