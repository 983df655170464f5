using System.Text;

namespace Atelier.Clients.Tests.Mutation;

/// <summary>How the body of a <see cref="WireAnswer"/> ends.</summary>
public enum BodyEnd
{
    /// <summary>With its last byte.</summary>
    Whole = 0,

    /// <summary>The connection breaks after its last byte, before the length that was announced.</summary>
    BreaksOff = 1,

    /// <summary>It is repeated until <see cref="ScriptedHandler.HugeBytes"/> have been sent, without a length.</summary>
    Huge = 2,
}

/// <summary>An answer as a vendor sends it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">The <c>Content-Type</c> header as it stands; null sends none.</param>
/// <param name="Body">The bytes.</param>
public sealed record WireAnswer(int Status, string? ContentType, byte[] Body)
{
    /// <summary>Further headers, sent without a check of their values.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public BodyEnd End { get; init; }

    /// <summary>Set when there is no answer at all: what sending throws.</summary>
    public Func<Exception>? Fault { get; init; }

    public static WireAnswer Json(string json, int status = 200, params (string Name, string Value)[] headers) =>
        new(status, "application/json", Encoding.UTF8.GetBytes(json)) { Headers = headers };

    public static WireAnswer Media(byte[] body, string contentType, params (string Name, string Value)[] headers) =>
        new(200, contentType, body) { Headers = headers };
}
