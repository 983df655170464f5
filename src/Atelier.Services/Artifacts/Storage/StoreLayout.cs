using System.Globalization;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Artifacts.Storage;

/// <summary>
/// Which key something is stored under. Days and the last, random digits of the id keep folders small; everything comes from the row, so
/// storing again goes to the same place.
/// </summary>
internal static class StoreLayout
{
    public const string Uploads = "uploads/";

    /// <summary>For example <c>live/2026/11/23/k7/gen_.../0.png</c>.</summary>
    public static string ArtifactKey(Generation generation, int index, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder(generation.Book, generation.CreatedAt, generation.Id)}/{generation.Id}/{index}.{extension}");

    /// <summary>For example <c>uploads/live/2026/11/23/k7/upl_....png</c>.</summary>
    public static string UploadKey(Book book, DateTimeOffset createdAt, string id, string extension) =>
        $"{Uploads}{Folder(book, createdAt, id)}/{id}.{extension}";

    private static string Folder(Book book, DateTimeOffset createdAt, string id) => string.Create(
        CultureInfo.InvariantCulture, $"{(book == Book.Live ? "live" : "test")}/{createdAt.UtcDateTime:yyyy/MM/dd}/{id[^2..]}");
}
