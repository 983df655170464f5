using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability;

/// <summary>Writes the vendor's successful answers.</summary>
internal static class StabilityAnswers
{
    public static Task WriteJsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, string contentType)
    {
        context.Response.ContentType = contentType;
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }
}
