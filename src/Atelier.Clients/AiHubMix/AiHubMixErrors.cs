using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Clients.Http;

namespace Atelier.Clients.AiHubMix;

/// <summary>
/// Reads the gateway's refusals. It passes the errors of many vendors through, so the status alone does not tell what happened:
/// money errors come with 400, 401 and 403, an unknown model with 500 and 503.
/// </summary>
internal static partial class AiHubMixErrors
{
    /// <summary>The code given to a model the gateway does not route, when it names none itself.</summary>
    public const string ModelUnavailable = "model_unavailable";

    private static readonly string[] MoneyCodes =
    [
        "insufficient_user_quota", "insufficient_quota", "pre_consume_token_quota_failed", "credit_balance_exhausted",
        "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
    ];

    private static readonly string[] MoneyTexts =
        ["balance is insufficient", "insufficient balance", "quota has been exhausted", "quota is insufficient", "insufficient quota"];

    private static readonly string[] ModelTexts =
    [
        "no_valid_channel_error", "incorrect model id", "model access denied", "model does not exist or you do not have access",
        "not authorised for model", "not authorized for model",
    ];

    private static readonly string[] ModelCodes = ["no_valid_channel_error", "model_not_found", ModelUnavailable];

    private static readonly string[] ContentCodes =
        ["moderation_blocked", "content_policy_violation", "content_filter", "sensitive_content", "data_inspection_failed"];

    private static readonly string[] ContentTexts =
    [
        "content policy", "content_policy", "safety system", "content management policy", "inappropriate content", "sensitive information",
    ];

    private static readonly string[] BusyTexts = ["rate limited by provider", "too many requests"];

    private static readonly string[] KeyTexts = ["invalid token", "no key provided", "access token"];

    /// <summary>The refusal in a body, whatever the status; fields that are missing stay empty.</summary>
    public static VendorError Read(int statusCode, JsonElement root)
    {
        var error = root.Get("error");
        var details = error.ValueKind == JsonValueKind.Object ? error : root;
        var text = error.ValueKind == JsonValueKind.String ? error.AsString() : details.Get("message").AsText();
        var code = details.Get("code").AsText();
        var (message, requestId) = SplitTid(text);
        var kind = Classify(statusCode, code, details.Get("type").AsText(), message ?? "");
        return new VendorError(kind, CodeFor(kind, code, message), message)
        {
            RequestId = requestId,
            IsTransient = kind is VendorErrorKind.Server ? null : false,
        };
    }

    /// <summary>
    /// The refusal in an answer with a success status, or <see langword="null"/> when there is none. The answer is scanned without
    /// building a document first: nearly all are fine, and many are megabytes of picture.
    /// </summary>
    public static VendorError? FindInSuccess(ReadOnlyMemory<byte> body) =>
        NamesRefusal(body.Span) && LenientJson.Parse(body) is var root && IsRefusal(root) ? Read(200, root) : null;

    private static bool NamesRefusal(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var suspect = reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("success"u8);
                reader.Read();
                if (suspect && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String or JsonTokenType.False)
                {
                    return true;
                }

                reader.Skip();
            }

            return false;
        }
        catch (JsonException)
        {
            return false; // the reader of the answer itself will say that it is malformed
        }
    }

    private static bool IsRefusal(JsonElement root)
    {
        var error = root.Get("error");
        var says = error.AsText() ?? error.Get("message").AsText() ?? error.Get("code").AsText() ?? error.Get("type").AsText();

        // A failed task carries its reason in the same place; that is an answer, not a refusal.
        var isTask = root.Get("status").ValueKind is JsonValueKind.String;
        return (says is not null && !isTask) || root.Get("success").ValueKind is JsonValueKind.False;
    }

    /// <summary>
    /// Whether a 5xx or 408 answer says that the work was not taken: a refusal that came under such a status, or an upstream that had no
    /// room for it. The latter may be asked again at once under any policy.
    /// </summary>
    public static bool IsProven(VendorError error) =>
        error.Kind is not (VendorErrorKind.Server or VendorErrorKind.InvalidRequest) || Mentions(error.Message ?? "", BusyTexts);

    private static VendorErrorKind Classify(int statusCode, string? code, string? type, string message)
    {
        if (IsOneOf(code, MoneyCodes) || IsOneOf(type, MoneyCodes) || Mentions(message, MoneyTexts))
        {
            return VendorErrorKind.Balance;
        }

        if (IsOneOf(code, ModelCodes) || Mentions(message, ModelTexts))
        {
            return VendorErrorKind.NotFound;
        }

        if (IsOneOf(code, ContentCodes) || (statusCode < 500 && Mentions(message, ContentTexts)))
        {
            return VendorErrorKind.ContentRefused;
        }

        return statusCode >= 400 ? KindOfStatus(statusCode) : KindWithoutStatus(code, type, message);
    }

    // With a success status only the text of the error is left to judge by.
    private static VendorErrorKind KindWithoutStatus(string? code, string? type, string message)
    {
        if (int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600)
        {
            return KindOfStatus(status);
        }

        if (Mentions(message, BusyTexts) || type is "rate_limit_error" || code is "rate_limit_exceeded")
        {
            return VendorErrorKind.RateLimited;
        }

        if (type is "authentication_error" || code is "invalid_api_key" || Mentions(message, KeyTexts))
        {
            return VendorErrorKind.Authentication;
        }

        return type is "server_error" or "Aihubmix_api_error" or "new_api_error" && code is null
            ? VendorErrorKind.Server
            : VendorErrorKind.InvalidRequest;
    }

    private static VendorErrorKind KindOfStatus(int statusCode) => statusCode switch
    {
        401 => VendorErrorKind.Authentication,
        402 => VendorErrorKind.Balance,
        403 => VendorErrorKind.Permission,
        404 => VendorErrorKind.NotFound,
        429 => VendorErrorKind.RateLimited,
        >= 500 => VendorErrorKind.Server,
        _ => VendorErrorKind.InvalidRequest,
    };

    private static string? CodeFor(VendorErrorKind kind, string? code, string? message) => kind switch
    {
        VendorErrorKind.NotFound when Mentions(message ?? "", ModelTexts) && !IsOneOf(code, ModelCodes) => ModelUnavailable,
        _ => code,
    };

    private static bool IsOneOf(string? word, string[] words) => word is not null && words.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static bool Mentions(string text, string[] phrases) =>
        phrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    private static (string? Message, string? RequestId) SplitTid(string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        var tid = Tid().Match(text);
        return tid.Success ? (text.Remove(tid.Index, tid.Length).Trim(), tid.Groups[1].Value) : (text, null);
    }

    [GeneratedRegex(@"\s*\(tid:\s*([A-Za-z0-9_-]+)\)")]
    private static partial Regex Tid();
}
