namespace Atelier.Services.Persistence.Model;

/// <summary>Columns that only storage knows: they are shadow properties of the model, read with <c>EF.Property</c>.</summary>
internal static class StorageColumns
{
    /// <summary>Lower-case text of a generation's prompt and metadata, for searching.</summary>
    public const string SearchText = "SearchText";

    /// <summary>When the caller deleted it.</summary>
    public const string DeletedAt = "DeletedAt";

    /// <summary>When an artifact's bytes were removed from the store.</summary>
    public const string SweptAt = "SweptAt";

    /// <summary>SHA-256 of an API key, lower-case hex.</summary>
    public const string KeyHash = "KeyHash";

    /// <summary>SHA-256 of a top-up code, lower-case hex.</summary>
    public const string CodeHash = "CodeHash";

    /// <summary>The hash before the last rotation.</summary>
    public const string PreviousKeyHash = "PreviousKeyHash";

    /// <summary>A password as ASP.NET Core Identity hashes it.</summary>
    public const string PasswordHash = "PasswordHash";

    /// <summary>SHA-256 of a session cookie, lower-case hex.</summary>
    public const string SessionHash = "SessionHash";
}
