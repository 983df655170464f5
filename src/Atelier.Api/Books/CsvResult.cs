using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Books;

/// <summary>A column of a CSV file.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Read">The value: a text, a number, a time or nothing.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, object?> Read);

/// <summary>Rows as CSV (RFC 4180), written as they are read: a file of any length takes no more memory than a few rows.</summary>
internal sealed class CsvResult<T>(string fileName, IReadOnlyList<CsvColumn<T>> columns, Func<CancellationToken, IAsyncEnumerable<T>> rows) : IResult
{
    private const int RowsBetweenFlushes = 200;

    // A spreadsheet takes what begins so for a formula; an apostrophe makes it a text again.
    private const string FormulaStarts = "=+-@\t\r\n";

    private static readonly CsvConfiguration Rules = new(CultureInfo.InvariantCulture) { NewLine = "\r\n" };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.Headers.CacheControl = "no-store";
        var cancellationToken = httpContext.RequestAborted;
        await using var text = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using var csv = new CsvWriter(text, Rules, leaveOpen: true);
        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }

        await csv.NextRecordAsync();
        await text.FlushAsync(cancellationToken);
        var written = 0;
        await foreach (var row in rows(cancellationToken).WithCancellation(cancellationToken))
        {
            foreach (var column in columns)
            {
                csv.WriteField(Format(column.Read(row)));
            }

            await csv.NextRecordAsync();
            if (++written % RowsBetweenFlushes == 0)
            {
                await text.FlushAsync(cancellationToken);
            }
        }

        await text.FlushAsync(cancellationToken);
    }

    private static string Format(object? value) => value switch
    {
        null => string.Empty,
        string text => text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text,
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        decimal amount => amount.ToString("0.######", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "A cell is a text, a number or a time."),
    };
}
