using System.Text.RegularExpressions;

namespace Atelier.Api.Tests;

/// <summary>The page of problems and the code name the same codes.</summary>
public sealed partial class ProblemPageTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Every_code_of_the_code_is_on_the_page()
    {
        var codes = CodesInCode();
        codes.Count.ShouldBeGreaterThan(50);
        codes.Except(CodesOnPage()).ShouldBeEmpty("add them to docs/reference/problems.md");
    }

    [Fact]
    public void Every_code_on_the_page_is_in_the_code() =>
        CodesOnPage().Except(CodesInCode()).ShouldBeEmpty("remove them from docs/reference/problems.md");

    private static HashSet<string> CodesInCode()
    {
        var sources = new[] { "Atelier.Services", "Atelier.Api" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in sources)
        {
            var text = File.ReadAllText(path);
            IEnumerable<Match> matches = [.. ErrorCode().Matches(text), .. FieldCode().Matches(text)];
            if (Path.GetFileName(path) == "ProblemCodes.cs")
            {
                matches = matches.Concat(ConstantCode().Matches(text));
            }
            else if (Path.GetFileName(path) == "FailureErrors.cs")
            {
                matches = matches.Concat(FailureCode().Matches(text));
            }

            codes.UnionWith(matches.Select(match => match.Groups[1].Value));
        }

        return codes;
    }

    private static HashSet<string> CodesOnPage()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "reference", "problems.md"));
        return [.. PageCode().Matches(page).Select(match => match.Groups[1].Value)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }

    // new ServiceError(ErrorKind.NotFound, "model_not_found", ...
    [GeneratedRegex("""ErrorKind\.\w+,\s*"([a-z_]+)",""")]
    private static partial Regex ErrorCode();

    // new FieldProblem(field, "too_short", ... and new(field, "too_short", ...
    [GeneratedRegex("""(?:FieldProblem\(|new\()(?:[\w.]+|\w+(?:\.\w+)*\([^()"]*\)), "([a-z_]+)",""")]
    private static partial Regex FieldCode();

    // public const string InvalidJson = "invalid_json";
    [GeneratedRegex("""const string \w+ = "([a-z_]+)";""")]
    private static partial Regex ConstantCode();

    // Kind => "vendor_fault", and new("queue_timeout", ...
    [GeneratedRegex("""(?:=> |new\(\s*)"([a-z_]+)",""")]
    private static partial Regex FailureCode();

    // | `model_not_found` | ...
    [GeneratedRegex("""^\| `([a-z_]+)` \|""", RegexOptions.Multiline)]
    private static partial Regex PageCode();
}
