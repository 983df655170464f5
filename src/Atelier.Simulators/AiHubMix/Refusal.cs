using System.Text.Json.Nodes;

namespace Atelier.Simulators.AiHubMix;

/// <summary>The gateway or an upstream refuses the call; caught once, around every endpoint, and written as the error envelope.</summary>
internal sealed class Refusal(int status, string message) : Exception(message)
{
    public const string GatewayType = "Aihubmix_api_error";
    public const string RequestType = "invalid_request_error";

    public int Status => status;

    /// <summary>Open set; upstream values pass through, and it may be empty.</summary>
    public string Type { get; init; } = GatewayType;

    public string? Param { get; init; }

    /// <summary>Absent, a text, or a number.</summary>
    public JsonNode? Code { get; init; }

    /// <summary>Whether a sibling <c>"type":"error"</c> wraps the error.</summary>
    public bool Wrapped { get; init; }

    public static Refusal Invalid(string message, string? param = null, string? code = null) =>
        new(400, message) { Type = RequestType, Param = param, Code = code };

    /// <summary>An upstream's text passed through without a code.</summary>
    public static Refusal Upstream(string message) => new(400, message);

    /// <summary>A file an upstream cannot read: empty type, numeric code.</summary>
    public static Refusal UnsupportedFile(string? contentType) =>
        new(400, $"Unsupported MIME type: {contentType}") { Type = "", Param = "", Code = 400 };

    /// <summary>No upstream serves this model: answered as a server error although trying again never helps.</summary>
    public static Refusal NoChannel() => new(500, "no_valid_channel_error") { Wrapped = true };

    public static Refusal Balance() =>
        new(403, "Your account balance is insufficient. Please recharge your account to continue using the API.")
        {
            Code = "insufficient_user_quota",
        };

    public static Refusal Content() =>
        Invalid("Your request was rejected as a result of our safety system.", code: "content_policy_violation");

    public static Refusal NotFound(string message) => new(404, message) { Type = RequestType };
}
