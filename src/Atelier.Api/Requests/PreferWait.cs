using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atelier.Api.Requests;

/// <summary>
/// The preference <c>wait</c> of RFC 7240: how long the caller would like to wait for the result. As that document says, a preference that
/// cannot be understood is as if it were not there; <c>Preference-Applied</c> tells what was done.
/// </summary>
internal static class PreferWait
{
    public const string Header = "Prefer";
    public const string AppliedHeader = "Preference-Applied";
    private const string Name = "wait";

    /// <summary>The longest wait, in seconds.</summary>
    public const int MaxSeconds = 600;

    /// <summary>The seconds to wait, at most <see cref="MaxSeconds"/>; <see langword="null"/> when the caller does not want to.</summary>
    public static int? Read(IHeaderDictionary headers)
    {
        if (!NameValueHeaderValue.TryParseList([.. headers[Header].OfType<string>()], out var preferences))
        {
            return null;
        }

        var wait = preferences.FirstOrDefault(preference => preference.Name.Equals(Name, StringComparison.OrdinalIgnoreCase));
        return wait is not null
            && uint.TryParse(wait.GetUnescapedValue(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0
                ? (int)Math.Min(seconds, MaxSeconds)
                : null;
    }
}
