using Atelier.EndToEnd.Tests.Harness;
using Atelier.EndToEnd.Tests.OpenAi;
using Atelier.EndToEnd.Tests.Safety;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>Begins with the classes that take longest, so that none of them is still running alone on one core when all others are done.</summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. new[]
        {
            typeof(KillUnderLoadTests), typeof(CanaryTests), typeof(DotNetSdkTests), typeof(KillTests), typeof(OpenAiFaultTests), typeof(PackageTests), typeof(BombTests),
        }.Select(type => type.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    private static int Place(string name)
    {
        var place = Array.FindIndex(Longest, type => name.Contains(type, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
