using System.Globalization;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>What the system says a process holds.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident memory now, in bytes.</summary>
    public static long Now(int processId) => Read(processId, "VmRSS:");

    /// <summary>Most resident memory since <see cref="ForgetPeak"/>, in bytes.</summary>
    public static long Peak(int processId) => Read(processId, "VmHWM:");

    /// <summary>Starts to look for the peak anew.</summary>
    public static void ForgetPeak(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    private static long Read(int processId, string field)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(text => text.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2].Trim('\t'), CultureInfo.InvariantCulture) * 1024;
    }
}
