using System.Net;
using System.Text;
using Atelier.Simulators.Media;
using Atelier.Simulators.Tests.Support;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Stability;

/// <summary>v2beta fields: every rule, refused with the field's name and charged nothing.</summary>
public sealed class FieldTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("generate/core", "", "prompt: is required")]
    [InlineData("generate/core", "prompt=", "prompt: must be between 1 and 10000 characters")]
    [InlineData("generate/core", "prompt=a&aspect_ratio=7:3", "aspect_ratio: must be one of 21:9, 16:9, 3:2, 5:4, 1:1, 4:5, 2:3, 9:16, 9:21")]
    [InlineData("generate/core", "prompt=a&seed=4294967295", "seed: must be between 0 and 4294967294")]
    [InlineData("generate/core", "prompt=a&seed=-1", "seed: must be between 0 and 4294967294")]
    [InlineData("generate/core", "prompt=a&seed=1.5", "seed: must be an integer")]
    [InlineData("generate/core", "prompt=a&output_format=gif", "output_format: must be one of jpeg, png, webp")]
    [InlineData("generate/ultra", "prompt=a&strength=0,5", "strength: must be a number")]
    [InlineData("generate/ultra", "prompt=a&strength=1.01", "strength: must be between 0 and 1")]
    [InlineData("generate/ultra", "prompt=a&image=@64x64", "strength: is required when image is sent")]
    [InlineData("generate/ultra", "prompt=a&strength=0.5&image=@63x80", "image: every side must be at least 64 pixels, but we received 63x80")]
    [InlineData("generate/ultra", "prompt=a&image=text", "image: must be a file")]
    [InlineData("generate/sd3", "prompt=a&model=sd4", "model: must be one of sd3.5-large, sd3.5-large-turbo, sd3.5-medium, sd3.5-flash, sd3-large, sd3-large-turbo, sd3-medium")]
    [InlineData("generate/sd3", "prompt=a&cfg_scale=0", "cfg_scale: must be between 1 and 10")]
    [InlineData("generate/sd3", "prompt=a&mode=image-to-image&strength=0.5", "image: is required when mode is image-to-image")]
    [InlineData("generate/sd3", "prompt=a&mode=image-to-image&image=@64x64", "strength: is required when mode is image-to-image")]
    [InlineData("generate/sd3", "prompt=a&strength=0.5", "strength: is only allowed when mode is image-to-image")]
    [InlineData("generate/sd3", "prompt=a&image=@64x64", "image: is only allowed when mode is image-to-image")]
    [InlineData("generate/sd3", "prompt=a&mode=image-to-image&image=@64x64&strength=1&aspect_ratio=1:1", "aspect_ratio: is only allowed when mode is text-to-image")]
    [InlineData("edit/erase", "", "image: is required")]
    [InlineData("edit/erase", "image=@64x64&grow_mask=21", "grow_mask: must be between 0 and 20")]
    [InlineData("edit/inpaint", "image=@64x64", "prompt: is required")]
    [InlineData("edit/outpaint", "image=@64x64", "left, right, up, down: at least one must be greater than zero")]
    [InlineData("edit/outpaint", "image=@64x64&left=2001", "left: must be between 0 and 2000")]
    [InlineData("edit/outpaint", "image=@64x192&left=1", "image: aspect ratio must be between 1:2.5 and 2.5:1, but we received 64x192")]
    [InlineData("edit/search-and-replace", "image=@64x64&prompt=a", "search_prompt: is required")]
    [InlineData("edit/remove-background", "image=@64x64&output_format=jpeg", "output_format: must be one of png, webp")]
    [InlineData("edit/replace-background-and-relight", "subject_image=@64x64", "background_prompt: either background_prompt or background_reference is required")]
    [InlineData("edit/replace-background-and-relight", "subject_image=@64x64&background_prompt=a&light_source_strength=0.5", "light_source_strength: requires light_source_direction or light_reference")]
    [InlineData("upscale/fast", "image=@31x64", "image: every side must be at least 32 pixels, but we received 31x64")]
    [InlineData("upscale/fast", "image=@1540x64", "image: every side must be at most 1536 pixels, but we received 1540x64")]
    [InlineData("upscale/creative", "image=@1100x1000&prompt=a", "image: pixel count must be between 0 and 1048576, but we received 1100x1000")]
    [InlineData("upscale/conservative", "image=@64x64&prompt=a&creativity=0.1", "creativity: must be between 0.2 and 0.5")]
    [InlineData("control/sketch", "prompt=a&image=@64x64&control_strength=2", "control_strength: must be between 0 and 1")]
    [InlineData("control/style-transfer", "init_image=@64x64", "style_image: is required")]
    public async Task Wrong_field_is_named(string path, string fields, string problem)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync($"v2beta/stable-image/{path}", Parse(fields));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe("bad_request");
        error.GetProperty("errors").EnumerateArray().Select(text => text.GetString()).ShouldBe([problem]);
        vendor.Simulators.Calls.Billed().ShouldBe(0);
    }

    [Theory]
    [InlineData("edit/erase", "image=@96x64", 2508, 1672)]
    [InlineData("edit/outpaint", "image=@100x80&left=10&right=20&up=5&down=7", 130, 92)]
    [InlineData("edit/search-and-recolor", "image=@100x80&prompt=a&select_prompt=b", 100, 80)]
    [InlineData("edit/remove-background", "image=@100x80", 100, 80)]
    [InlineData("upscale/fast", "image=@100x80", 400, 320)]
    [InlineData("control/structure", "prompt=a&image=@100x80", 100, 80)]
    [InlineData("control/style", "prompt=a&image=@100x80&aspect_ratio=3:2", 1254, 836)]
    public async Task Edited_picture_has_its_size(string path, string fields, int width, int height)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync($"v2beta/stable-image/{path}", Parse(fields), "image/*");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var bitmap = SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync(Token));
        (bitmap.Width, bitmap.Height).ShouldBe((width, height));
        bitmap.Pixels.Any(pixel => pixel.Alpha == 0).ShouldBe(path == "edit/remove-background");
    }

    [Fact]
    public async Task All_problems_are_reported_at_once()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync("v2beta/stable-image/generate/core", Parse("seed=x&output_format=gif"));

        (await Vendor.BodyAsync(response)).GetProperty("errors").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Unknown_parts_are_ignored_even_files()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var form = Vendor.Form(("prompt", "a"), ("bottom", "200")).WithFile("none", []);

        (await vendor.PostAsync("v2beta/stable-image/generate/core", form)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Value_sent_as_a_file_is_refused()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync("v2beta/stable-image/generate/core", Vendor.Form().WithFile("prompt", "a"u8.ToArray()));

        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString().ShouldBe("prompt: must not be a file");
    }

    [Fact]
    public async Task Picture_is_recognised_by_content_not_by_name()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var named = await vendor.PostAsync("v2beta/stable-image/upscale/fast", Vendor.Form().WithFile("image", "not a picture"u8.ToArray(), "cat.png"));
        using var real = await vendor.PostAsync(
            "v2beta/stable-image/upscale/fast", Vendor.Form().WithFile("image", Pictures.Make(64, 64, PictureFormat.Webp), "cat.txt"));

        (await Vendor.BodyAsync(named)).GetProperty("errors")[0].GetString().ShouldBe("image: must be one of jpeg, png, webp");
        real.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Unquoted_names_are_read()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var raw = new ByteArrayContent(Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=prompt\r\n\r\na cat\r\n--b--\r\n"));
        raw.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        (await vendor.PostAsync("v2beta/stable-image/generate/core", raw)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("application/x-www-form-urlencoded", "prompt=a")]
    [InlineData("multipart/form-data", "prompt")]
    [InlineData(null, "prompt")]
    public async Task Anything_but_multipart_is_refused(string? contentType, string body)
    {
        await using var vendor = await Vendor.StabilityAsync();
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await vendor.PostAsync("v2beta/stable-image/generate/core", content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString().ShouldBe("content-type: must be multipart/form-data");
    }

    [Fact]
    public async Task Broken_multipart_is_a_bad_request()
    {
        await using var vendor = await Vendor.StabilityAsync();
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na cat"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        using var response = await vendor.PostAsync("v2beta/stable-image/generate/core", content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString()!.ShouldStartWith("body:");
    }

    [Fact]
    public async Task More_than_ten_mebibytes_are_too_large()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync("v2beta/stable-image/upscale/fast", Vendor.Form().WithFile("image", new byte[10 * 1024 * 1024 + 1]));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var error = await Vendor.BodyAsync(response);
        error.GetProperty("name").GetString().ShouldBe("payload_too_large");
        error.GetProperty("errors")[0].GetString().ShouldBe("body: payloads cannot be larger than 10MiB in size");
    }

    /// <summary><c>a=b</c> is a value, <c>a=@64x80</c> a PNG of this size.</summary>
    private static MultipartFormDataContent Parse(string fields)
    {
        var form = Vendor.Form();
        foreach (var field in fields.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (field[..field.IndexOf('=')], field[(field.IndexOf('=') + 1)..]);
            if (value.StartsWith('@'))
            {
                var sides = value[1..].Split('x');
                form.WithFile(name, Pictures.Png(int.Parse(sides[0]), int.Parse(sides[1])));
            }
            else
            {
                form.Add(new StringContent(value), name);
            }
        }

        if (!fields.Contains('='))
        {
            form.Add(new StringContent(""), "none");
        }

        return form;
    }
}
