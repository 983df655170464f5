using System.Globalization;
using Atelier.Api.Problems;
using Atelier.Services;
using Microsoft.AspNetCore.Http;

namespace Atelier.Api.Requests;

/// <summary>Reads query parameters and collects what is wrong with them.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int MaxTextLength = 500;
    private readonly List<FieldProblem> problems = [];

    /// <summary>Everything wrong so far.</summary>
    public ServiceError? Error => problems.Count == 0 ? null : FieldProblems.ToError(problems);

    /// <summary>A text of 1 to 500 characters.</summary>
    public string? Text(string name)
    {
        var value = query[name].ToString();
        if (value.Length == 0)
        {
            return null;
        }

        return value.Length <= MaxTextLength ? value : Refuse<string>(name, $"must have at most {MaxTextLength} characters");
    }

    /// <summary>A cursor: the id of the last item of the page before.</summary>
    public string? Cursor(string name)
    {
        var value = query[name].ToString();
        if (value.Length == 0)
        {
            return null;
        }

        return IdFactory.IsWellFormed(value, value.Split('_')[0]) ? value : Refuse<string>(name, "must be the 'next_cursor' of the page before");
    }

    public int Number(string name, int fallback, int minimum, int maximum)
    {
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        Refuse<string>(name, $"must be a whole number from {minimum} to {maximum}");
        return fallback;
    }

    public bool Flag(string name)
    {
        switch (query[name].ToString())
        {
            case "" or "0" or "false":
                return false;
            case "1" or "true":
                return true;
            default:
                Refuse<string>(name, "must be 1, true, 0 or false");
                return false;
        }
    }

    /// <summary>A time with its offset, as RFC 3339 writes it.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value))
        {
            return value;
        }

        Refuse<string>(name, "must be a time such as 2026-01-31T12:00:00Z (write '+' as %2B)");
        return null;
    }

    /// <summary>One word of a closed set.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (query[name].ToString() is not { Length: > 0 } text)
        {
            return null;
        }

        if (Wire.TryParse<T>(text, out var value))
        {
            return value;
        }

        Refuse<string>(name, $"must be one of {string.Join(", ", Wire.Names<T>())}");
        return null;
    }

    /// <summary>Several words of a closed set, separated by commas.</summary>
    public IReadOnlyList<T> Choices<T>(string name)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var text in query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Wire.TryParse<T>(text, out var value))
            {
                Refuse<string>(name, $"must be one of {string.Join(", ", Wire.Names<T>())}, or several separated by commas");
                break;
            }

            values.Add(value);
        }

        return values;
    }

    private T? Refuse<T>(string name, string rule)
        where T : class
    {
        problems.Add(new FieldProblem(name, ProblemCodes.InvalidParameter, $"The query parameter '{name}' {rule}."));
        return null;
    }
}
