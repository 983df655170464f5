namespace Atelier.Clients.Stability;

/// <summary>Who a key belongs to.</summary>
public sealed record StabilityAccount(
    string Id, string? Email = null, IReadOnlyList<StabilityOrganization>? Organizations = null, string? ProfilePicture = null);

/// <summary>An organisation of the account.</summary>
public sealed record StabilityOrganization(string Id, string? Name = null, string? Role = null, bool IsDefault = false);

/// <summary>The money left at the vendor.</summary>
/// <param name="Credits">Credits; one is 0.01 USD.</param>
public sealed record StabilityBalance(double Credits);

/// <summary>A v1 engine.</summary>
/// <param name="Id">The id for the path of a request.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Description">What it is.</param>
/// <param name="Type">Such as <c>PICTURE</c>.</param>
public sealed record StabilityEngine(string Id, string? Name = null, string? Description = null, string? Type = null);
