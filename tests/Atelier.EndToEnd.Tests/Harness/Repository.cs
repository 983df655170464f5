namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>Finds things in the repository that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The executable, built in the same configuration as the tests.</summary>
    public static string ServerAssembly { get; } = FindServer();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
        {
            folder = folder.Parent.ShouldNotBeNull("the tests run outside the repository");
        }

        return folder.FullName;
    }

    private static string FindServer()
    {
        // .../bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var file = Path.Combine(Root, "src", "Atelier.Server", "bin", framework.Parent!.Name, framework.Name, "atelier.dll");
        File.Exists(file).ShouldBeTrue($"{file} is not built");
        return file;
    }
}
