using System.Reflection;

namespace Atelier.Services.Catalogue;

/// <summary>Reads the shipped models and merges an operator's file over them.</summary>
internal static class CatalogueLoader
{
    private const string Prefix = "Atelier.Catalogue.";

    private static readonly Lazy<IReadOnlyList<CatalogueDocument>> Shipped = new(ReadShipped);

    /// <summary>All entries, ordered by id.</summary>
    /// <param name="overrideText">The operator's file, or <see langword="null"/>.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="CatalogueException">Something is wrong; the message tells every problem.</exception>
    public static IReadOnlyList<ModelEntry> Load(string? overrideText, string source)
    {
        var documents = new List<CatalogueDocument>(Shipped.Value);
        if (overrideText is not null)
        {
            documents.Add(CatalogueDocument.Parse(overrideText, source));
        }

        var problems = new List<string>();
        var entries = CatalogueMerge.Combine(documents, problems)
            .Select(raw => ModelEntryReader.Read(raw.Key, raw.Value, problems))
            .OfType<ModelEntry>()
            .ToList();
        if (problems.Count == 0)
        {
            // An entry that could not be read would be missed here as well.
            FallbackRules.Check(entries, problems);
        }

        return problems.Count == 0 ? entries : throw new CatalogueException(overrideText is null ? "the shipped catalogue" : source, problems);
    }

    private static List<CatalogueDocument> ReadShipped()
    {
        var assembly = typeof(CatalogueLoader).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => WithCosts(CatalogueDocument.Parse(ReadText(assembly, name), $"the shipped {name[Prefix.Length..]}"))),
        ];
    }

    /// <summary>The shipped prices are what the vendors take; a price of the operator's own must not change what is known of the cost.</summary>
    private static CatalogueDocument WithCosts(CatalogueDocument document)
    {
        foreach (var entry in document.Models.Values)
        {
            if (entry["price"] is { } price && !entry.ContainsKey("cost"))
            {
                entry["cost"] = price.DeepClone();
            }
        }

        return document;
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
