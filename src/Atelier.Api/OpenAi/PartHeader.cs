using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atelier.Api.OpenAi;

/// <summary>What a part of a form says about itself. Some SDKs write names such as <c>image[]</c> without quotes, which no strict parser takes.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="FileName">The file's name, when it is a file.</param>
/// <param name="IsFile">Whether it is a file.</param>
internal sealed partial record PartHeader(string Name, string? FileName, bool IsFile)
{
    public static PartHeader? Read(MultipartSection section)
    {
        if (section.GetContentDispositionHeader() is { Name.HasValue: true } strict)
        {
            var file = (strict.FileNameStar.HasValue ? strict.FileNameStar : HeaderUtilities.RemoveQuotes(strict.FileName)).Value;
            return new PartHeader(
                HeaderUtilities.RemoveQuotes(strict.Name).Value!, file, strict.FileName.HasValue || strict.FileNameStar.HasValue || HasMediaType(section));
        }

        var text = section.ContentDisposition ?? "";
        return NameOf().Match(text) is { Success: true } name
            ? new PartHeader(name.Groups[1].Value, null, text.Contains("filename", StringComparison.OrdinalIgnoreCase) || HasMediaType(section))
            : null;
    }

    private static bool HasMediaType(MultipartSection section) =>
        section.ContentType is { Length: > 0 } type
        && !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""(?:^|[;\s])name\s*=\s*"?([^";\s]+)""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameOf();
}
