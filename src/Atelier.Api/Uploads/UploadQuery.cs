using Atelier.Api.Requests;

namespace Atelier.Api.Uploads;

/// <summary>What goes with a raw body.</summary>
/// <param name="FileName">The file's name, for people.</param>
internal sealed record UploadQuery(string? FileName) : IQueryShape<UploadQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [new("file_name", "The file's name, for a raw body; a multipart part has its own.")];

    public static UploadQuery Read(QueryReader reader) => new(reader.Text("file_name"));
}
