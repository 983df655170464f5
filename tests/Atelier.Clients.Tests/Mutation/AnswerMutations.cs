using System.Globalization;
using System.Text;

namespace Atelier.Clients.Tests.Mutation;

/// <summary>One way to spoil an answer; null when it does not apply to that answer.</summary>
public delegate WireAnswer? Mutate(WireAnswer answer, Dice dice);

/// <summary>Everything that has been seen to come back from vendors, gateways and proxies, and some that has not.</summary>
public static class AnswerMutations
{
    private const string Html = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><center>cloud</center></body></html>";

    private static readonly int[] Refusals = [400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 501, 502, 503, 504];

    private static readonly string[] ContentTypes =
    [
        "", "text/html; charset=utf-8", "text/plain", "application/octet-stream", "application/json", "application/json; type=", "application/json; type=image/png",
        "application/json; type=;;=", "application/problem+json", "image/png", "image/", "/", ";", "video/mp4", "audio/mpeg", "model/gltf-binary",
        "multipart/mixed", "text/event-stream", "application/json; charset=utf-16", "application/json; charset=nonsense", "IMAGE/PNG",
    ];

    private static readonly string[] HeaderNames =
    [
        "seed", "finish-reason", "x-request-id", "Retry-After", "Content-Encoding", "ETag", "X-RateLimit-Reset", "Date",
    ];

    private static readonly string[] HeaderValues =
    [
        "", "-1", "99999999999999999999", "1.5", "NaN", "Thu, 99 Foo 2026 25:61:61 GMT", "{}", "\u00e9\u4e2d", "SUCCESS", "CONTENT_FILTERED", "a,b,,c", new string('x', 9000),
    ];

    private static readonly string[] Locations =
    [
        "", "/", "//", "http://[::1", "https://other.example.test/x", "ftp://vendor.example.test/x", "javascript:alert(1)", "relative/path", "?only=query",
        "http://vendor.example.test:99999/", "https://vendor.example.test/again", "https://user:pass@vendor.example.test/",
    ];

    public static IReadOnlyList<(string Name, Mutate Mutate)> All { get; } =
    [
        ("wrong type", JsonMutations.WrongType),
        ("wrong type, twice", Twice(JsonMutations.WrongType)),
        ("missing member", JsonMutations.MissingMember),
        ("renamed member", JsonMutations.RenamedMember),
        ("null member", JsonMutations.NullMember),
        ("unknown member", JsonMutations.UnknownMember),
        ("doubled member", JsonMutations.DoubledMembers),
        ("empty list", JsonMutations.EmptyList),
        ("long list", JsonMutations.LongList),
        ("long text", JsonMutations.LongText),
        ("other root", JsonMutations.OtherRoot),
        ("in a list", JsonMutations.InList),
        ("in an object", JsonMutations.InObject),
        ("too deep", JsonMutations.Deep),
        ("refusal in a success", JsonMutations.RefusalInSuccess),
        ("empty body", static (answer, _) => answer with { Body = [] }),
        ("cut body", static (answer, dice) => answer.Body.Length < 2 ? null : answer with { Body = answer.Body[..dice.Below(answer.Body.Length)] }),
        ("flipped bits", FlippedBits),
        ("byte order mark", static (answer, _) => answer with { Body = [0xEF, 0xBB, 0xBF, .. answer.Body] }),
        ("trailing rubbish", static (answer, _) => answer with { Body = [.. answer.Body, .. "}]\0garbage"u8] }),
        ("random bytes", RandomBytes),
        ("huge body", static (answer, _) => answer.Body.Length == 0 ? null : answer with { End = BodyEnd.Huge }),
        ("connection lost in the body", static (answer, dice) => answer with { Body = answer.Body[..dice.Below(answer.Body.Length + 1)], End = BodyEnd.BreaksOff }),
        ("html page", static (answer, _) => answer with { ContentType = "text/html", Body = Encoding.UTF8.GetBytes(Html) }),
        ("html under the right type", static (answer, _) => answer with { Body = Encoding.UTF8.GetBytes(Html) }),
        ("other content type", static (answer, dice) => answer with { ContentType = dice.OneOf(ContentTypes) }),
        ("no content type", static (answer, _) => answer with { ContentType = null }),
        ("other success status", static (answer, dice) => answer with { Status = dice.OneOf([200, 201, 202, 203, 204, 205, 206, 226]) }),
        ("odd header", static (answer, dice) => answer with { Headers = [.. answer.Headers, (dice.OneOf(HeaderNames), dice.OneOf(HeaderValues))] }),
        ("headers missing", static (answer, _) => answer with { Headers = [] }),
        ("redirect", static (answer, dice) => Redirect(answer, dice) with { Headers = [("Location", dice.OneOf(Locations))] }),
        ("redirect to nowhere", static (answer, dice) => Redirect(answer, dice) with { Headers = [] }),
        ("refusal with the good body", static (answer, dice) => answer with { Status = dice.OneOf(Refusals) }),
        ("refusal as html", static (answer, dice) => answer with { Status = dice.OneOf(Refusals), ContentType = "text/html", Body = Encoding.UTF8.GetBytes(Html) }),
        ("refusal in an envelope", static (answer, dice) => Envelope(answer, dice)),
        ("refusal in a spoilt envelope", static (answer, dice) => JsonMutations.WrongType(Envelope(answer, dice), dice)),
        ("refusal without a body", static (answer, dice) => new WireAnswer(dice.OneOf(Refusals), null, []) { Headers = answer.Headers }),
        ("refusal that breaks off", static (answer, dice) => Envelope(answer, dice) with { End = BodyEnd.BreaksOff }),
        ("odd status", static (answer, dice) => answer with { Status = dice.OneOf([418, 451, 499, 520, 524, 599, 999, 600]) }),
        ("no connection", static (answer, _) => answer with { Fault = static () => new HttpRequestException(HttpRequestError.ConnectionError, "refused") }),
        ("reset before an answer", static (answer, _) => answer with { Fault = static () => new HttpRequestException(HttpRequestError.ResponseEnded, "reset") }),
        ("not http", static (answer, _) => answer with { Fault = static () => new HttpRequestException(HttpRequestError.InvalidResponse, "not http") }),
    ];

    private static Mutate Twice(Mutate mutate) => (answer, dice) => mutate(answer, dice) is { } once ? mutate(once, dice) ?? once : null;

    private static WireAnswer? FlippedBits(WireAnswer answer, Dice dice)
    {
        if (answer.Body.Length == 0)
        {
            return null;
        }

        var body = answer.Body.ToArray();
        for (var flips = 1 + dice.Below(8); flips > 0; flips--)
        {
            body[dice.Below(body.Length)] ^= (byte)(1 << dice.Below(8));
        }

        return answer with { Body = body };
    }

    private static WireAnswer RandomBytes(WireAnswer answer, Dice dice)
    {
        var body = new byte[dice.Below(2000)];
        for (var index = 0; index < body.Length; index++)
        {
            body[index] = (byte)dice.Below(256);
        }

        return answer with { Body = body };
    }

    private static WireAnswer Redirect(WireAnswer answer, Dice dice) => answer with { Status = dice.OneOf([300, 301, 302, 303, 304, 307, 308]) };

    private static WireAnswer Envelope(WireAnswer answer, Dice dice)
    {
        var status = dice.OneOf(Refusals);
        var text = status.ToString(CultureInfo.InvariantCulture);
        var json = dice.OneOf(
        [
            $$$"""{"errors":["prompt: is wrong","seed: is wrong"],"id":"{{{text}}}","name":"bad_request"}""",
            $$$"""{"id":"{{{text}}}","message":"no","name":"insufficient_balance"}""",
            $$$"""{"error":{"message":"no","type":"invalid_request_error","param":"prompt","code":"{{{text}}}"}}""",
            """{"error":"Validation of body failed","issues":[{"path":["promptText"],"message":"Required"}],"docUrl":"https://docs.example.test"}""",
            """{"code":"InvalidParameter","message":"no","request_id":"r"}""",
            """{"detail":[{"loc":["body","prompt"],"msg":"field required","type":"value_error.missing"}]}""",
        ]);
        return answer with { Status = status, ContentType = "application/json", Body = Encoding.UTF8.GetBytes(json) };
    }
}
