using System.Text;

namespace Atelier.Api.Tests.Server;

/// <summary>A writer that tells when its first line is there.</summary>
internal sealed class SignallingWriter : StringWriter
{
    private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SignallingWriter()
        : base(System.Globalization.CultureInfo.InvariantCulture)
    {
    }

    public Task<string> FirstLine => first.Task;

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        first.TrySetResult(value ?? "");
    }
}
