using System.Globalization;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// The limits that hold for every model of a call, checked before anything is sent: the exception is the one the vendor's own refusal
/// would become, under the vendor's own code, only sooner and for nothing. Limits of single models are left to the vendor, who changes them.
/// </summary>
internal static partial class AiHubMixLimits
{
    private const string VendorName = "aihubmix";
    private const int MostTexts = 2048;

    public static void Check(EmbeddingRequest request)
    {
        const string operation = "create_embeddings";
        Named(request.Model, operation);
        if (request.Input.Count is 0 or > MostTexts)
        {
            throw Refused(operation, $"'input' must hold 1 to {MostTexts} texts.", "input");
        }

        if (request.Input.Any(string.IsNullOrEmpty))
        {
            throw Refused(operation, "'input' must not hold empty texts.", "input");
        }

        Between(request.Dimensions, 1, int.MaxValue, "dimensions", operation);
        OneOf(request.EncodingFormat, ["float", "base64"], "encoding_format", operation);
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
