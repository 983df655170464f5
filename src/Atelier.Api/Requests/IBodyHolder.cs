namespace Atelier.Api.Requests;

/// <summary>An argument of a handler that holds a body, for those who look at bodies without knowing their type.</summary>
internal interface IBodyHolder
{
    /// <summary>The body; <see langword="null"/> when it could not be read.</summary>
    object? Content { get; }
}
