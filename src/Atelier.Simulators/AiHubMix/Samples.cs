using System.Globalization;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Simulators.AiHubMix;

/// <summary>
/// The host that results are fetched from. It is another company's: it wants no key, and a caller that sends one is told so with a 400,
/// which the call log keeps. The address itself says what the picture shows, and it expires.
/// </summary>
internal sealed class Samples(VendorSimulators simulators)
{
    public const string Path = "/_cdn";

    /// <summary>A signed address for the picture.</summary>
    public string UrlOf(HttpContext context, Picture picture)
    {
        var expires = (simulators.Clock.GetUtcNow() + simulators.Options.AiHubMix.ResultLifetime).ToUnixTimeMilliseconds();
        var description = string.Join('|', new object[]
        {
            expires,
            picture.Width,
            picture.Height,
            picture.Seed,
            picture.Format,
            picture.Transparent,
            picture.Caption ?? "",
            picture.Prompt,
        }.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)));
        var encoded = Signature.Encode(description);
        var extension = picture.Format.ToString().ToLowerInvariant();
        return context.PublicUrl(
            simulators.Options, $"/{AiHubMixSimulator.VendorName}{Path}/{encoded}/image.{extension}?sig={Signature.Hex(encoded)}");
    }

    public async Task GetAsync(HttpContext context)
    {
        if (context.Request.Headers.ContainsKey("Authorization") || context.Request.Headers.ContainsKey("x-goog-api-key"))
        {
            await DenyAsync(
                context, StatusCodes.Status400BadRequest, "InvalidArgument", "This host must not be sent credentials of another one.");
            return;
        }

        var encoded = context.GetRouteValue("description")?.ToString() ?? "";
        if (!Signature.IsHex(encoded, context.Request.Query["sig"].ToString())
            || Signature.Decode(encoded)?.Split('|', 8) is not
                [var expires, var width, var height, var seed, var format, var transparent, var caption, var prompt]
            || simulators.Clock.GetUtcNow().ToUnixTimeMilliseconds() >= long.Parse(expires, CultureInfo.InvariantCulture))
        {
            await DenyAsync(context, StatusCodes.Status403Forbidden, "AccessDenied", "Request has expired");
            return;
        }

        var picture = new Picture(
            int.Parse(width, CultureInfo.InvariantCulture),
            int.Parse(height, CultureInfo.InvariantCulture),
            prompt,
            long.Parse(seed, CultureInfo.InvariantCulture))
        {
            Format = Enum.Parse<PictureFormat>(format),
            Transparent = bool.Parse(transparent),
            Caption = caption,
        };
        await Results.File(PictureMaker.Make(picture), picture.Format.MediaType(), enableRangeProcessing: true).ExecuteAsync(context);
    }

    private static Task DenyAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>{message}</Message></Error>", context.RequestAborted);
    }
}
