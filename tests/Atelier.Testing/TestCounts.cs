namespace Atelier.Testing;

/// <summary>Counts that a proof has to show: they are printed at the end of its project's tests.</summary>
public static class TestCounts
{
    private static readonly Lock Gate = new();

    /// <summary>Adds a line to the report, when there is one.</summary>
    public static void Report(string what)
    {
        if (Environment.GetEnvironmentVariable("ATELIER_TEST_COUNTS") is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllText(file, $"counts: {what}{Environment.NewLine}");
            }
        }
    }
}
