namespace Atelier.Services.Catalogue;

/// <summary>A models file cannot be used. The message lists every problem with the entry and the property at fault.</summary>
public sealed class CatalogueException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public CatalogueException(string source, IReadOnlyList<string> problems, Exception? innerException = null)
        : base($"The models in {source} cannot be used: {string.Join(" ", problems)}", innerException) => Problems = problems;

    /// <summary>Every problem found, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
