using System.Globalization;
using System.Runtime.InteropServices;

namespace Atelier.Load;

/// <summary>Prints a result and, when asked, keeps it under bench/results.</summary>
internal static class Report
{
    public static async Task PrintAsync(string name, IReadOnlyList<string> lines, bool save)
    {
        var text = string.Join('\n',
        [
            $"# {name}",
            "",
            $"`dotnet run -c Release --project bench/load -- {name} --save`",
            "",
            string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, .NET {Environment.Version}"),
            "",
            .. lines,
            "",
        ]);
        Console.WriteLine(text);
        if (save)
        {
            var file = Path.Combine(RepositoryRoot(), "bench", "results", $"{name}.md");
            await File.WriteAllTextAsync(file, text);
            Console.WriteLine($"saved to {file}");
        }
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Run from within the repository.");
        }

        return folder.FullName;
    }

    /// <summary>The value below which a share of the sorted values lies.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double share) =>
        sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * share) - 1)];
}
