using System.Collections.Concurrent;
using System.Text;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>Looks for secrets in whatever a server left behind, plain and in the encodings that things are carried in.</summary>
internal sealed class CanarySearch
{
    private readonly List<(string Place, byte[] Bytes)> places = [];

    public int Places => places.Count;

    public long Bytes => places.Sum(place => (long)place.Bytes.Length);

    public void Add(string place, byte[] bytes) => places.Add((place, bytes));

    public void Add(string place, string text) => Add(place, Encoding.UTF8.GetBytes(text));

    public void AddFolder(string folder)
    {
        // The server holds its lock, which is empty, for itself.
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("server.lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            Add(Path.GetRelativePath(folder, file), copy.ToArray());
        }
    }

    /// <summary>Where a secret was found, with what stands around it.</summary>
    public IEnumerable<string> Find(string name, string secret, Func<string, bool>? where = null)
    {
        foreach (var form in Forms(secret))
        {
            foreach (var (place, bytes) in places.Where(place => where?.Invoke(place.Place) != false))
            {
                if (bytes.AsSpan().IndexOf(form) is >= 0 and var at)
                {
                    var around = bytes.AsSpan(Math.Max(0, at - 150), Math.Min(bytes.Length, at + form.Length + 60) - Math.Max(0, at - 150));
                    // A test's log is read line by line, so what no line can hold is left out.
                    var shown = new string([.. Encoding.UTF8.GetString(around).Select(c => char.IsControl(c) ? ' ' : c)]);
                    yield return $"{name} in {place}: {shown}";
                }
            }
        }
    }

    private static IEnumerable<byte[]> Forms(string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        return new[]
        {
            plain, Encoding.Unicode.GetBytes(secret), Encoding.UTF8.GetBytes(Convert.ToBase64String(plain)), Encoding.UTF8.GetBytes(Uri.EscapeDataString(secret)),
            Encoding.UTF8.GetBytes(Convert.ToHexStringLower(plain)),
        }.DistinctBy(Convert.ToBase64String);
    }
}

/// <summary>Keeps every answer, so that it can be looked through afterwards.</summary>
internal sealed class KeepingHandler(ConcurrentQueue<string> answers) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        answers.Enqueue($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode}\n{answer.Headers}{answer.Content.Headers}\n{body}");
        return answer;
    }
}
