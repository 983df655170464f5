using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Atelier.Providers.Tests.Conventions;

/// <summary>
/// A new vendor costs its own folders, its line in the registration of providers and its line in that of simulators. This holds only as
/// long as nobody else's code names a vendor.
/// </summary>
public sealed partial class VendorNamesTests
{
    private static readonly string[] Folders = ["Stability", "Runway", "AiHubMix"];

    private static readonly string[] Registrations =
    [
        "ProviderServiceCollectionExtensions.cs", "SimulatorServiceCollectionExtensions.cs",

        // Switches of a simulated vendor, which only tests turn; a vendor may do without.
        "SimulatorOptions.cs",
    ];

    [Fact]
    public void No_code_outside_its_folders_and_the_registrations_names_a_vendor()
    {
        var source = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src"));
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => IsShared(Path.GetRelativePath(source, file))).ToList();
        files.Count.ShouldBeGreaterThan(300);

        var offenders = files.SelectMany(file => File.ReadLines(file)
            .Select((text, index) => (Text: text.Trim(), Place: $"{Path.GetRelativePath(source, file)}:{index + 1}"))
            .Where(line => !line.Text.StartsWith("//", StringComparison.Ordinal) && Names().IsMatch(line.Text))
            .Select(line => $"{line.Place}: {line.Text}"));

        offenders.ShouldBeEmpty("Ask the registrations for the vendors instead; see CONTRIBUTING, Adding a vendor.");
    }

    private static bool IsShared(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar);
        return !parts.Any(part => part is "obj" or "bin" || Folders.Contains(part)) && !Registrations.Contains(parts[^1]);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("\"/?(stability|runway|aihubmix)|\\b(?-i:(Stability|Runway|AiHubMix)[A-Z])", RegexOptions.IgnoreCase)]
    private static partial Regex Names();
}
