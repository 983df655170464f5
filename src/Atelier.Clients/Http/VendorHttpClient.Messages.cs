using System.Runtime.CompilerServices;
using System.Text;

namespace Atelier.Clients.Http;

public abstract partial class VendorHttpClient
{
    private static bool IsWantedRedirect(VendorCall call, HttpResponseMessage response) =>
        !call.Request.FollowRedirects && Redirects.IsRedirect((int)response.StatusCode);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> SendFollowingAsync(VendorCall call, SendProgress progress, CancellationToken cancellationToken)
    {
        var uri = call.Uri;
        for (var hop = 0; ; hop++)
        {
            using var message = CreateMessage(call, uri, progress);
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!call.Request.FollowRedirects || !Redirects.IsRedirect((int)response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                var (next, refusal) = hop < Redirects.Most
                    ? Redirects.Follow(call.Request.Method, uri, response)
                    : (null, "too many redirects");
                uri = next ?? throw new VendorProtocolException(Describe(call, (int)response.StatusCode, refusal!));
                progress = new SendProgress(call.Request.SubmitPolicy);
            }
        }
    }

    private HttpRequestMessage CreateMessage(VendorCall call, Uri uri, SendProgress progress)
    {
        var request = call.Request;
        var message = new HttpRequestMessage(request.Method, uri)
        {
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        if (Redirects.SameOrigin(uri, call.Uri))
        {
            foreach (var (name, value) in request.Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.Authenticate && Redirects.SameOrigin(uri, _root))
        {
            AddHeaders(message.Headers);
            if (call.Key is { } key && request.KeyHeader is { } header)
            {
                message.Headers.TryAddWithoutValidation(header, key.Text);
            }
            else if (call.Key is { } usual)
            {
                AddCredentials(message.Headers, usual.Text);
            }
        }

        message.Content = request.Body is { } body ? new WatchedContent(body.CreateContent(), progress) : null;
        call.RequestBytes = message.Content?.Headers.ContentLength;
        return message;
    }

    private Uri BuildUri(VendorRequest request)
    {
        var path = request.Path;
        if (request.Query.Count == 0 && !path.Contains("://", StringComparison.Ordinal))
        {
            return new Uri(_root.AbsoluteUri + path.TrimStart('/'));
        }

        var text = new StringBuilder(path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? path
            : _root.AbsoluteUri + path.TrimStart('/'));
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in request.Query)
        {
            if (value is not null)
            {
                text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return new Uri(text.ToString());
    }
}
