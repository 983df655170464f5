using System.Net;

namespace Atelier.Clients.Tests.Mutation;

/// <summary>Answers an <see cref="HttpClient"/> by script, without a socket: thousands of answers in seconds.</summary>
public sealed class ScriptedHandler : HttpMessageHandler
{
    /// <summary>Length of a <see cref="BodyEnd.Huge"/> body. A client under test should allow less.</summary>
    public const int HugeBytes = 3 * 1024 * 1024;

    private IReadOnlyList<WireAnswer> _script = [];
    private int _requests;

    /// <summary>Starts over with these answers; the last one is repeated.</summary>
    public void Play(IReadOnlyList<WireAnswer> script)
    {
        _script = script;
        _requests = 0;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            await body.CopyToAsync(Stream.Null, cancellationToken);
        }

        var answer = _script[Math.Min(_requests++, _script.Count - 1)];
        if (answer.Fault is { } fault)
        {
            throw fault();
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new StreamContent(Body(answer)), RequestMessage = request };
        response.Content.Headers.ContentLength = answer.End switch
        {
            BodyEnd.Whole => answer.Body.Length,
            BodyEnd.BreaksOff => answer.Body.Length + 1000,
            _ => null,
        };
        if (answer.ContentType is { } type)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private static Stream Body(WireAnswer answer) =>
        answer.End == BodyEnd.Whole ? new MemoryStream(answer.Body) : new UnevenStream(answer.Body, answer.End);

    /// <summary>Breaks off at its end, or repeats itself.</summary>
    private sealed class UnevenStream(byte[] body, BodyEnd end) : MemoryStream(body)
    {
        private int _sent;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = base.Read(buffer.Span);
            _sent += read;
            if (read > 0 || buffer.Length == 0)
            {
                return ValueTask.FromResult(read);
            }

            if (end == BodyEnd.BreaksOff)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
            }

            if (_sent == 0 || _sent >= HugeBytes)
            {
                return ValueTask.FromResult(0);
            }

            Position = 0;
            return ReadAsync(buffer, cancellationToken);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
