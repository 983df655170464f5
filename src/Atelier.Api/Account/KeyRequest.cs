using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Atelier.Services;
using Atelier.Services.Accounts;
using Atelier.Services.Credits;

namespace Atelier.Api.Account;

/// <summary>A key to make.</summary>
internal sealed record KeyRequest
{
    /// <summary>A label for people.</summary>
    public required string Name { get; init; }

    /// <summary>live or test.</summary>
    public required string Book { get; init; }

    /// <summary>The book, when the caller's key may touch it: a test key is often shared widely, so it never opens the way to live credits.</summary>
    public Result<Book> BookFor(Caller caller) => Books.Read(Book, caller);
}

/// <summary>Reads the names of books in bodies.</summary>
internal static class Books
{
    public static Result<Book> Read(string text, Caller caller)
    {
        if (!Wire.TryParse<Book>(text, out var book))
        {
            return new ServiceError(ErrorKind.Invalid, ProblemCodes.InvalidBook, "'book' must be 'live' or 'test'.", "book");
        }

        return book == Book.Live && caller.IsSandbox
            ? new ServiceError(ErrorKind.Forbidden, ProblemCodes.LiveKeyRequired, "A test key cannot make live keys or move live credits. Use a live key.", "book")
            : book;
    }
}
