using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Atelier.Clients.Http;

/// <summary>The body of a <see cref="VendorRequest"/>. It makes fresh content for every attempt.</summary>
public abstract class VendorBody
{
    private protected VendorBody()
    {
    }

    /// <summary>Whether the body is JSON (for the log).</summary>
    internal virtual bool IsJson => false;

    /// <summary>Whether the body carries a file (for the log).</summary>
    internal virtual bool HasFiles => false;

    /// <summary>JSON, with the content type <c>application/json</c> and no charset: some vendors refuse the suffix.</summary>
    public static VendorBody Json<T>(T value, JsonTypeInfo<T> type) =>
        new BytesBody(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json", isJson: true);

    /// <summary><c>application/x-www-form-urlencoded</c>, fields in the given order.</summary>
    public static VendorBody Form(IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var text = string.Join('&', fields.Select(field => $"{Escape(field.Key)}={Escape(field.Value)}"));
        return new BytesBody(Encoding.ASCII.GetBytes(text), "application/x-www-form-urlencoded", isJson: false);

        static string Escape(string value) => Uri.EscapeDataString(value).Replace("%20", "+", StringComparison.Ordinal);
    }

    /// <summary><c>multipart/form-data</c>, parts in the given order.</summary>
    public static VendorBody Multipart(IEnumerable<VendorPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new MultipartBody([.. parts]);
    }

    /// <summary>Bytes held in memory.</summary>
    public static VendorBody Bytes(ReadOnlyMemory<byte> content, string contentType) =>
        new BytesBody(content, contentType, isJson: false);

    /// <summary>The content of a file as the whole body, streamed.</summary>
    public static VendorBody Stream(VendorFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new FileBody(file);
    }

    internal abstract HttpContent CreateContent();

    private sealed class BytesBody(ReadOnlyMemory<byte> content, string contentType, bool isJson) : VendorBody
    {
        internal override bool IsJson => isJson;

        internal override HttpContent CreateContent() =>
            new ReadOnlyMemoryContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
    }

    private sealed class FileBody(VendorFile file) : VendorBody
    {
        internal override bool HasFiles => true;

        internal override HttpContent CreateContent() => new VendorFileContent(file);
    }
}
