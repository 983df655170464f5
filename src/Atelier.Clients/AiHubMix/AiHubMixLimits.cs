using System.Globalization;
using System.Text.Json;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// The limits that hold for every model of a call, checked before anything is sent: the exception is the one the vendor's own refusal
/// would become, under the vendor's own code, only sooner and for nothing. Limits of single models are left to the vendor, who changes
/// them.
/// </summary>
internal static partial class AiHubMixLimits
{
    private const string VendorName = "aihubmix";
    private const int LongestPrompt = 32_000;

    /// <summary>A text to draw or film from.</summary>
    public static void CheckPrompt(string? prompt, string operation)
    {
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw Refused(operation, "'prompt' is required.", "prompt", "prompt_missing");
        }

        if (prompt.Length > LongestPrompt)
        {
            throw Refused(operation, $"'prompt' has {prompt.Length} characters but may have {LongestPrompt}.", "prompt", "prompt_too_long");
        }
    }

    /// <summary>A model and a text, or a list of texts or parts.</summary>
    public static void CheckText(string model, JsonElement text, string name, string operation)
    {
        Named(model, operation);
        if (text.ValueKind is not (JsonValueKind.String or JsonValueKind.Array) || text is { ValueKind: JsonValueKind.Array } && text.GetArrayLength() == 0)
        {
            throw Refused(operation, $"'{name}' must be a text, or a list that holds something.", name);
        }
    }

    private static void Named(string model, string operation)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            throw Refused(operation, "'model' is required.", "model");
        }
    }

    private static void Between(double? value, double least, double most, string name, string operation, string? code = null)
    {
        if (value is { } number && !(number >= least && number <= most))
        {
            throw Refused(
                operation, string.Create(CultureInfo.InvariantCulture, $"'{name}' is {number} but must be {least} to {most}."), name, code);
        }
    }

    private static void OneOf(string? value, string[] values, string name, string operation)
    {
        if (value is not null && !values.Contains(value))
        {
            throw Refused(operation, $"'{name}' must be one of {string.Join(", ", values)}.", name);
        }
    }

    private static VendorInvalidRequestException Refused(string operation, string text, string name, string? code = null) =>
        new(new VendorFault
        {
            Vendor = VendorName,
            Operation = operation,
            ErrorCode = code ?? $"invalid_{name}",
            Text = text,
            Attempts = 0,
        });
}
