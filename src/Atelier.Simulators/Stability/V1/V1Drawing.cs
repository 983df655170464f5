using System.Globalization;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;
using Atelier.Simulators.Media;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V1;

/// <summary>Draws the samples of a paid v1 request and answers with them, as JSON or as one PNG.</summary>
internal static class V1Drawing
{
    private const string MediaType = "image/png";

    /// <summary>Null when neither JSON nor PNG is acceptable. Without a header v1 answers JSON.</summary>
    public static bool? WantsPng(HttpContext context)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (string.IsNullOrWhiteSpace(accept)
            || accept.Contains("*/*", StringComparison.Ordinal)
            || accept.Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return accept.Contains(MediaType, StringComparison.OrdinalIgnoreCase) ? true : null;
    }

    /// <param name="context">The call.</param>
    /// <param name="engine">Engine of the path.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="fingerprint">Every field but seed and samples, so that equal requests give equal bytes.</param>
    /// <param name="finishReason">One of <see cref="FinishReasons"/>.</param>
    /// <param name="asPng">Whether the bytes of one picture are wanted instead of JSON.</param>
    public static Task AnswerAsync(
        HttpContext context, string engine, V1Request request, string fingerprint, string finishReason, bool asPng)
    {
        var isEmpty = context.HasFault(FaultKind.EmptyResult);
        List<DeliveredMedia> pictures = isEmpty ? [] : [.. Draw(engine, request, fingerprint, finishReason)];
        return asPng
            ? WritePngAsync(context, pictures.Count > 0 ? pictures[0] : new DeliveredMedia([], MediaType, finishReason, request.Seed))
            : WriteJsonAsync(context, pictures);
    }

    private static IEnumerable<DeliveredMedia> Draw(string engine, V1Request request, string fingerprint, string finishReason)
    {
        var first = request.Seed == 0 ? SimulatorSeed.Choose(V1Request.MaxSeed) : request.Seed;
        for (var index = 0; index < request.Samples; index++)
        {
            var seed = (first + index - 1) % V1Request.MaxSeed + 1;
            var drawingSeed = SimulatorSeed.Derive(engine, seed.ToString(CultureInfo.InvariantCulture), fingerprint) >> 1;
            var content = PictureMaker.Make(new Picture(request.Size.Width, request.Size.Height, request.Prompt, (long)drawingSeed)
            {
                Caption = $"stability {engine}",
                Blurred = finishReason == FinishReasons.Filtered,
            });
            yield return new DeliveredMedia(content, MediaType, finishReason, seed);
        }
    }

    private static Task WritePngAsync(HttpContext context, DeliveredMedia picture)
    {
        context.Response.Headers["Finish-Reason"] = picture.FinishReason;
        context.Response.Headers["Seed"] = picture.Seed.ToString(CultureInfo.InvariantCulture);
        return StabilityAnswers.WriteBytesAsync(context, picture);
    }

    private static Task WriteJsonAsync(HttpContext context, List<DeliveredMedia> pictures) =>
        StabilityAnswers.WriteJsonAsync(context, "application/json", writer =>
        {
            writer.WriteStartArray("artifacts");
            foreach (var picture in pictures)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("base64", picture.Content);
                writer.WriteString("finishReason", picture.FinishReason);
                writer.WriteNumber("seed", picture.Seed);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
}
