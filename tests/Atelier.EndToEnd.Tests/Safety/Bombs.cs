using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Atelier.EndToEnd.Tests.Safety;

/// <summary>Bodies that are small on the wire and large, deep or many once they are taken at their word.</summary>
internal static class Bombs
{
    private const int MegaByte = 1024 * 1024;

    /// <summary>A gigabyte of blanks, packed about a thousandfold.</summary>
    public static byte[] Gzip { get; } = Pack(stream => new GZipStream(stream, CompressionLevel.Optimal), 1024);

    public static byte[] Brotli { get; } = Pack(stream => new BrotliStream(stream, CompressionLevel.Fastest), 256);

    /// <summary>A picture of 30,000 x 30,000 pixels in about a hundred kilobytes.</summary>
    public static byte[] Png { get; } = MakePng(30_000, 30_000, rows: 30_000);

    /// <summary>The same without the pixels: the header alone claims them.</summary>
    public static byte[] PngHeader { get; } = MakePng(30_000, 30_000, rows: 0);

    /// <summary>No bomb: a picture that every model takes.</summary>
    public static byte[] Dot { get; } = MakePng(512, 512, rows: 512);

    /// <summary>No bomb either: a photograph's weight.</summary>
    public static byte[] Photograph { get; } = MakePng(512, 512, rows: 512, noise: 700_000);

    public static byte[] Svg { get; } = Encoding.UTF8.GetBytes(
        """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>&e;</text></svg>""");

    public static byte[] Html { get; } = "<!doctype html><script>alert(document.cookie)</script>"u8.ToArray();

    /// <summary>JSON bodies, by what is wrong with them.</summary>
    public static IEnumerable<(string Name, byte[] Body)> Json()
    {
        yield return ("depth 49", Deep(49));
        yield return ("depth 65", Deep(65));
        yield return ("depth 100,000", Deep(100_000));
        yield return ("unclosed depth 1,000,000", [.. Enumerable.Repeat((byte)'[', MegaByte)]);
        yield return ("300,000 numbers", Text($"{{\"model\":\"stability/core\",\"input\":{{\"prompt\":[{string.Join(',', Enumerable.Repeat("0", 300_000))}]}}}}"));
        yield return ("60,000 members", Text($"{{{string.Join(',', Enumerable.Range(0, 60_000).Select(number => $"\"m{number}\":0"))}}}"));
        yield return ("a name of 500,000 characters", Text($"{{\"{new string('n', 500_000)}\":0}}"));
        yield return ("zeros", new byte[MegaByte]);
        yield return ("no JSON at all", Html);
        yield return ("half a character", [(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        yield return ("half a surrogate as a name", Text("""{"\ud800":1}"""));
        yield return ("half a surrogate as a value", Text("""{"model":"\udfff","input":{"prompt":"\ud83d"},"name":"\ud800","prompt":"\udc00"}"""));
        yield return ("bytes that are no Unicode", [.. Text("{\"model\":\"stability/core\",\"prompt\":\""), 0xFF, 0xFE, .. Text("\",\"input\":{\"prompt\":\"x\"}}")]);
        yield return ("a number of 200,000 digits", Text($"{{\"model\":{new string('9', 200_000)}}}"));
    }

    /// <summary>Media as data URIs that lie.</summary>
    public static IEnumerable<(string Name, string Uri)> DataUris()
    {
        yield return ("a data URI of a picture bomb", Uri("image/png", Png));
        yield return ("a data URI whose header claims pixels", Uri("image/png", PngHeader));
        yield return ("a data URI of gzip called PNG", Uri("image/png", Gzip[..200_000]));
        yield return ("a data URI of SVG called PNG", Uri("image/png", Svg));
        yield return ("a data URI of HTML", Uri("text/html", Html));
        yield return ("a data URI that is no base64", "data:image/png;base64,!!!!not*base64!!!!");
        yield return ("a data URI with blanks", "data:image/png;base64," + new string(' ', 100_000));
        yield return ("a data URI with nothing", "data:image/png;base64,");
        yield return ("a data URI with many parameters", "data:image/png;" + string.Join(';', Enumerable.Repeat("a=b", 20_000)) + ";base64,AAAA");
    }

    /// <summary>Multipart bodies with the boundary <c>x</c>.</summary>
    public static IEnumerable<(string Name, byte[] Body)> Forms(string fileField)
    {
        yield return ("5,000 parts", Text(string.Concat(Enumerable.Range(0, 5_000).Select(number => Part($"f{number}", "v"))) + "--x--\r\n"));
        yield return ("5,000 parts of one name", Text(string.Concat(Enumerable.Repeat(Part("prompt[]", "v"), 5_000)) + "--x--\r\n"));
        yield return ("5,000 members of one part", Text(string.Concat(Enumerable.Range(0, 5_000).Select(number => Part($"m[{number}a]", "v"))) + "--x--\r\n"));
        yield return ("1,000 headers of a part", Text($"--x\r\nContent-Disposition: form-data; name=\"{fileField}\"; filename=\"a.png\"\r\n{string.Concat(Enumerable.Range(0, 1_000).Select(number => $"X-{number}: v\r\n"))}\r\nabc\r\n--x--\r\n"));
        yield return ("a header of a megabyte", Text($"--x\r\nContent-Disposition: form-data; name=\"{fileField}\"; filename=\"{new string('a', MegaByte)}\"\r\n\r\nabc\r\n--x--\r\n"));
        yield return ("a name of 10,000 characters", Text(Part(new string('n', 10_000), "v") + "--x--\r\n"));
        yield return ("a picture bomb", File(fileField, "image/png", Png));
        yield return ("a picture bomb without pixels", File(fileField, "image/png", PngHeader));
        yield return ("an XML bomb as a picture", File(fileField, "image/png", Svg));
        yield return ("a page as a picture", File(fileField, "image/png", Html));
        yield return ("gzip as a picture", File(fileField, "image/png", Gzip[..200_000]));
        yield return ("a packed part", File(fileField, "image/png\r\nContent-Encoding: gzip", Gzip[..200_000]));
        yield return ("a part that lies about its length", File(fileField, "image/png\r\nContent-Length: 999999999999", Png[..1000]));
        yield return ("no closing boundary", Text($"--x\r\nContent-Disposition: form-data; name=\"{fileField}\"; filename=\"a.png\"\r\n\r\nabc"));
        yield return ("no boundary at all", [.. Enumerable.Repeat((byte)'a', MegaByte)]);
    }

    public static string Uri(string type, byte[] bytes) => $"data:{type};base64,{Convert.ToBase64String(bytes)}";

    private static byte[] Deep(int depth)
    {
        var inner = depth - 2;
        return Text($"{{\"model\":\"stability/core\",\"input\":{{\"prompt\":{new string('[', inner)}{new string(']', inner)}}}}}");
    }

    private static string Part(string name, string value) => $"--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";

    /// <summary>An ordinary form with a file, for a model that there is not.</summary>
    public static byte[] OrdinaryForm(string field) => [.. File(field, "image/png", Photograph)[..^(Text("--x--\r\n").Length)], .. Text(Part("model", "none") + "--x--\r\n")];

    private static byte[] File(string field, string type, byte[] bytes) =>
    [
        .. Text($"--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"a.png\"\r\nContent-Type: {type}\r\n\r\n"),
        .. bytes, .. Text("\r\n" + Part("model", "openai/gpt-image-2") + Part("prompt", "p") + "--x--\r\n"),
    ];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Pack(Func<Stream, Stream> pack, int megaBytes)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
        {
            var blank = new byte[MegaByte];
            Array.Fill(blank, (byte)' ');
            for (var number = 0; number < megaBytes; number++)
            {
                stream.Write(blank);
            }
        }

        return packed.ToArray();
    }

    private static byte[] MakePng(int width, int height, int rows, int noise = 0)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        Chunk(png, "IHDR", header);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var row = 0; row < rows; row++)
            {
                zlib.Write(new byte[1 + ((width + 7) / 8)]);
            }
        }

        Chunk(png, "IDAT", pixels.ToArray());
        if (noise > 0)
        {
            Chunk(png, "noIs", System.Security.Cryptography.RandomNumberGenerator.GetBytes(noise));
        }

        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        var crc = uint.MaxValue;
        foreach (var value in body)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        png.Write(number);
    }
}
