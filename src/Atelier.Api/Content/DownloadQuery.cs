using Atelier.Api.Requests;

namespace Atelier.Api.Content;

/// <summary>How content is offered.</summary>
/// <param name="Download">As a file to save instead of something to show.</param>
internal sealed record DownloadQuery(bool Download) : IQueryShape<DownloadQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [new("download", "1: offer it as a file to save.") { Type = "boolean", Default = false }];

    public static DownloadQuery Read(QueryReader reader) => new(reader.Flag("download"));
}
