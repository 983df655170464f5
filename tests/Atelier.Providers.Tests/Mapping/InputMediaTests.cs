using Atelier.Clients.Http;
using Atelier.Providers.Mapping;

namespace Atelier.Providers.Tests.Mapping;

public sealed class InputMediaTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0, 0, 0];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_type_is_told_by_the_source_then_by_its_name_then_by_its_bytes()
    {
        (await TypeOfAsync(new BytesMediaSource(Png) { ContentType = "image/webp", FileName = "a.jpg" })).ShouldBe("image/webp");
        (await TypeOfAsync(new BytesMediaSource(Png) { FileName = "a.JPG" })).ShouldBe("image/jpeg");
        (await TypeOfAsync(new BytesMediaSource(Png) { FileName = "download" })).ShouldBe("image/png");
        (await TypeOfAsync(new BytesMediaSource(Png))).ShouldBe("image/png");
    }

    [Fact]
    public async Task What_nobody_can_name_is_refused_with_its_input_name()
    {
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => TypeOfAsync(new BytesMediaSource("plain text here"u8.ToArray())));
        refusal.Field.ShouldBe("image");
    }

    [Fact]
    public async Task A_source_that_opens_once_is_not_opened_to_look_at_it()
    {
        var opened = 0;
        var source = new DelegateMediaSource(_ => Task.FromResult<Stream>(new MemoryStream(Png, opened++, 1)), canReopen: false);
        await Should.ThrowAsync<InvalidInputException>(() => TypeOfAsync(source));
        opened.ShouldBe(0);
    }

    [Fact]
    public async Task A_file_gets_a_name_that_fits()
    {
        (await InputMedia.ToFileAsync(new BytesMediaSource(Png), "image", Token)).FileName.ShouldBe("image.png");
        (await InputMedia.ToFileAsync(new BytesMediaSource(Png) { FileName = "cat.png" }, "image", Token)).FileName.ShouldBe("cat.png");
    }

    // "data:image/png;base64," has 22 characters; 3 bytes take 4.
    [Theory]
    [InlineData(3, 26, true)]
    [InlineData(4, 26, false)]
    [InlineData(4, 30, true)]
    [InlineData(6, 30, true)]
    [InlineData(7, 30, false)]
    [InlineData(7, 33, false)]
    public async Task A_data_URI_is_made_only_when_its_text_fits(int bytes, int longest, bool fits)
    {
        foreach (var length in new long?[] { bytes, null })
        {
            var file = new VendorFile("a.png", "image/png", _ => ValueTask.FromResult<Stream>(new MemoryStream(new byte[bytes])), length);
            var uri = await InputMedia.ToDataUriAsync(file, longest, Token);
            (uri is not null).ShouldBe(fits);
            (uri?.Length ?? 0).ShouldBeLessThanOrEqualTo(longest);
        }
    }

    private static async Task<string> TypeOfAsync(MediaSource source) => (await InputMedia.ToFileAsync(source, "image", Token)).ContentType;
}
