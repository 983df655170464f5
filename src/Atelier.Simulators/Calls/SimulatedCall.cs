using System.IO.Enumeration;
using System.Text.Json;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Http;

namespace Atelier.Simulators.Calls;

/// <summary>One call in flight: facts known from the request, and marks the vendor makes while serving it.</summary>
internal sealed class SimulatedCall(string vendor, string method, string path, OperationMetadata? operation, DateTimeOffset time)
{
    private readonly IReadOnlyList<string> _names = operation?.Names ?? [OperationNames.Unknown];
    private string? _operation;

    public long Sequence { get; set; }

    /// <summary>The log that lists the call; null before it is listed.</summary>
    public CallLog? Log { get; set; }

    public DateTimeOffset Time => time;

    public string Vendor => vendor;

    public string Method => method;

    /// <summary>Path below the vendor's prefix, with a leading slash and without query.</summary>
    public string Path => path;

    public string Operation
    {
        get => _operation ?? _names[0];
        set => _operation = value;
    }

    public string? Model { get; set; }

    public string? Prompt { get; set; }

    public string? BodySha256 { get; set; }

    public long BodyBytes { get; set; }

    /// <summary>The parsed JSON body; undefined when there is none or it does not parse.</summary>
    public JsonElement Json { get; set; }

    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    public string? Generation { get; set; }

    /// <summary>The fault that struck this call; vendors look for the kinds that act on the work itself.</summary>
    public Fault? Fault { get; set; }

    public bool Billed { get; set; }

    public decimal Price { get; set; }

    public string? TaskId { get; set; }

    /// <summary>Whether the simulator broke the connection off.</summary>
    public bool Dropped { get; set; }

    /// <summary>Status sent; null while nothing was sent, and for good when the connection was dropped first.</summary>
    public int? Status { get; set; }

    public bool IsFault(FaultKind kind) => Fault?.Kind == kind;

    /// <summary>Whether a name or a pattern of method and path (<c>GET /v1/tasks/*</c>) means this call.</summary>
    public bool Is(string nameOrPattern)
    {
        if (!nameOrPattern.Contains('/', StringComparison.Ordinal))
        {
            return _operation == nameOrPattern || _names.Contains(nameOrPattern);
        }

        var space = nameOrPattern.IndexOf(' ', StringComparison.Ordinal);
        var pathPattern = nameOrPattern[(space + 1)..];
        return (space < 0 || nameOrPattern.AsSpan(0, space).Equals(method, StringComparison.OrdinalIgnoreCase))
            && FileSystemName.MatchesSimpleExpression(pathPattern, path, ignoreCase: false);
    }

    public CallRecord ToRecord() => new()
    {
        Sequence = Sequence,
        Time = Time,
        Vendor = Vendor,
        Method = Method,
        Path = Path,
        Operation = Operation,
        Model = Model,
        Prompt = Prompt,
        Status = Status,
        Fault = Fault?.Kind,
        Billed = Billed,
        Price = Price,
        TaskId = TaskId,
        BodySha256 = BodySha256,
        BodyBytes = BodyBytes,
        Generation = Generation,
        Headers = Headers,
    };
}
