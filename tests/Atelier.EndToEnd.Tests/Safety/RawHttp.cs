using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>What came back to a request; status 0 when the connection was closed without an answer.</summary>
internal sealed record RawAnswer(int Status, string Head, string Body);

/// <summary>Sends requests as bytes, so that they can lie: no client library takes part.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a head and a body, tells the end of the sending when asked to, and reads until the server closes.</summary>
    public static async Task<RawAnswer> SendAsync(
        Uri address, string head, ReadOnlyMemory<byte> body, bool closeAfter, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        await using var stream = client.GetStream();
        var sending = SendAsync(client, stream, head, body, closeAfter, patience.Token);
        var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (IOException)
        {
            // Reset after the answer: what came before counts.
        }

        await sending;
        return Parse(Encoding.UTF8.GetString(received.GetBuffer(), 0, (int)received.Length));
    }

    private static async Task SendAsync(
        TcpClient client, NetworkStream stream, string head, ReadOnlyMemory<byte> body, bool closeAfter, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
            if (closeAfter)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (IOException)
        {
            // The server had seen enough.
        }
    }

    private static RawAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
        {
            return new RawAnswer(0, text, "");
        }

        var head = text[..end];
        var body = text[(end + 4)..];
        return new RawAnswer(
            int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head,
            head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase) ? Unchunk(body) : body);
    }

    private static string Unchunk(string body)
    {
        var text = new StringBuilder();
        while (body.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and var end
            && int.TryParse(body.AsSpan(0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length) && length > 0)
        {
            // Lengths count bytes; answers to these requests are ASCII but for a few characters, so the rest is found by what follows.
            var next = body.IndexOf("\r\n", Math.Min(body.Length, end + 2 + Math.Max(0, length - 200)), StringComparison.Ordinal);
            text.Append(body, end + 2, (next < 0 ? body.Length : next) - end - 2);
            body = next < 0 ? "" : body[(next + 2)..];
        }

        return text.ToString();
    }
}
