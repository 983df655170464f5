using System.Globalization;
using System.Reflection;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atelier.Api.Events;

/// <summary>After which event a stream begins: the header <c>Last-Event-ID</c>, or the query parameter <c>last_event_id</c>.</summary>
internal sealed class EventStart : IReadRequest, IBindableFromHttpContext<EventStart>, IEndpointParameterMetadataProvider
{
    public const string Header = "Last-Event-ID";
    private const string Parameter = "last_event_id";

    private EventStart(long? after, ServiceError? error) => (After, Error) = (after, error);

    /// <summary>The last event already seen; <see langword="null"/> when the caller does not say.</summary>
    public long? After { get; }

    /// <inheritdoc />
    public ServiceError? Error { get; }

    public static ValueTask<EventStart?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        // A browser that reconnects sends the header with the newer number; the query holds where it first began.
        var text = context.Request.Headers[Header].ToString() is { Length: > 0 } header
            ? header
            : context.Request.Query[Parameter].ToString();
        return ValueTask.FromResult<EventStart?>(Parse(text));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryParameters([
            new QueryParameter(Parameter, "Begin after this event; the header Last-Event-ID goes before.") { Type = "integer", Format = "int64" },
        ]));

    private static EventStart Parse(string text)
    {
        if (text.Length == 0)
        {
            return new EventStart(null, null);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? new EventStart(after, null)
            : new EventStart(null, new ServiceError(
                ErrorKind.Invalid, ProblemCodes.InvalidEventId, $"'{Header}' must be the number of an event, as its 'id:' told.", Parameter));
    }
}
