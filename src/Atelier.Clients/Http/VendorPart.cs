namespace Atelier.Clients.Http;

/// <summary>One part of a <c>multipart/form-data</c> body.</summary>
public sealed class VendorPart
{
    private VendorPart(string name, string? value, VendorFile? file)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Value = value;
        File = file;
    }

    /// <summary>Name of the field.</summary>
    public string Name { get; }

    /// <summary>The text, for a text part.</summary>
    public string? Value { get; }

    /// <summary>The file, for a file part.</summary>
    public VendorFile? File { get; }

    /// <summary>A text part, sent without a content type of its own.</summary>
    public static VendorPart Text(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new VendorPart(name, value, null);
    }

    /// <summary>A file part, with file name and content type.</summary>
    public static VendorPart Upload(string name, VendorFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new VendorPart(name, null, file);
    }
}
