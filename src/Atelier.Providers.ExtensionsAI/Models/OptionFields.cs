using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Atelier.Providers.ExtensionsAI.Models;

/// <summary>Options of the interfaces as fields of an input object.</summary>
internal static class OptionFields
{
    /// <summary>Sets a field unless the value is absent.</summary>
    public static void Set<T>(this JsonObject input, string name, T? value)
    {
        if (value is not null)
        {
            input[name] = JsonSerializer.SerializeToNode(value);
        }
    }

    /// <summary>Adds the caller's own fields; they go before what was set by options.</summary>
    public static void Add(this JsonObject input, AdditionalPropertiesDictionary? properties)
    {
        foreach (var (name, value) in properties ?? [])
        {
            input[name] = JsonSerializer.SerializeToNode(value);
        }
    }

    /// <summary>Refuses an option that holds another library's own object, of which nothing could reach the vendor.</summary>
    /// <exception cref="NotSupportedException">It is set.</exception>
    public static void RefuseRaw(object? factory)
    {
        if (factory is not null)
        {
            throw new NotSupportedException("No library's own options are sent; use AdditionalProperties and leave RawRepresentationFactory unset.");
        }
    }

    /// <summary>The short name of a format for a media type: <c>png</c> for <c>image/png</c>, <c>mp3</c> for <c>audio/mpeg</c>.</summary>
    public static string? FormatOf(string? mediaType) => mediaType switch
    {
        null => null,
        "audio/mpeg" => "mp3",
        "audio/x-wav" or "audio/wave" => "wav",
        _ when mediaType.LastIndexOf('/') is var slash and >= 0 => mediaType[(slash + 1)..],
        _ => mediaType,
    };
}
