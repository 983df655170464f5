using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Tests.Support;
using SkiaSharp;

namespace Atelier.Simulators.Tests.Stability;

/// <summary>v2beta meshes: binary glTF files that hold together.</summary>
public sealed class MeshTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("stable-fast-3d", "", 10, 1089)]
    [InlineData("stable-fast-3d", "vertex_count=400", 10, 400)]
    [InlineData("stable-fast-3d", "vertex_count=20000", 10, 19881)]
    [InlineData("stable-fast-3d", "vertex_count=0", 10, 1089)]
    [InlineData("stable-point-aware-3d", "", 4, 1089)]
    [InlineData("stable-point-aware-3d", "target_type=vertex&target_count=100", 4, 100)]
    [InlineData("stable-point-aware-3d", "target_type=face&target_count=20000", 4, 10000)]
    public async Task Mesh_has_about_the_vertices_asked_for_and_costs_its_price(string service, string fields, int price, int vertices)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync($"v2beta/3d/{service}", Form(fields), "*/*");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Vendor.ContentType(response).ShouldBe("model/gltf-binary");
        response.Headers.GetValues("x-request-id").Single().Length.ShouldBe(32);
        response.Headers.Contains("seed").ShouldBeFalse();
        response.Headers.Contains("finish-reason").ShouldBeFalse();
        var (description, data) = Read(await response.Content.ReadAsByteArrayAsync(Token));
        Check(description, data, vertices);
        vendor.Simulators.Calls.List("stability").ShouldHaveSingleItem().Price.ShouldBe(price);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(2048)]
    public async Task Texture_is_the_picture_in_the_size_asked_for(int side)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync("v2beta/3d/stable-fast-3d", Form($"texture_resolution={side}"));

        var (description, data) = Read(await response.Content.ReadAsByteArrayAsync(Token));
        var view = description.GetProperty("bufferViews")[4];
        using var texture = SKBitmap.Decode(data.AsSpan(view.GetProperty("byteOffset").GetInt32(), view.GetProperty("byteLength").GetInt32()));
        (texture.Width, texture.Height).ShouldBe((side, side));
    }

    [Fact]
    public async Task Equal_requests_give_equal_meshes()
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var first = await vendor.PostAsync("v2beta/3d/stable-fast-3d", Form(""));
        using var second = await vendor.PostAsync("v2beta/3d/stable-fast-3d", Form(""));

        (await first.Content.ReadAsByteArrayAsync(Token)).ShouldBe(await second.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("stable-fast-3d", "foreground_ratio=1.3", "foreground_ratio")]
    [InlineData("stable-point-aware-3d", "foreground_ratio=0.85", "foreground_ratio")]
    [InlineData("stable-fast-3d", "texture_resolution=4096", "texture_resolution")]
    [InlineData("stable-fast-3d", "remesh=hexagon", "remesh")]
    [InlineData("stable-fast-3d", "vertex_count=20001", "vertex_count")]
    [InlineData("stable-point-aware-3d", "target_count=99", "target_count")]
    [InlineData("stable-point-aware-3d", "guidance_scale=11", "guidance_scale")]
    public async Task Fields_out_of_range_are_refused_unpaid(string service, string fields, string field)
    {
        await using var vendor = await Vendor.StabilityAsync();

        using var response = await vendor.PostAsync($"v2beta/3d/{service}", Form(fields));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Vendor.BodyAsync(response)).GetProperty("errors")[0].GetString()!.ShouldStartWith($"{field}: ");
        vendor.Simulators.Calls.Billed("stability").ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_blurred_is_refused_and_not_paid_for()
    {
        await using var vendor = await Vendor.StabilityAsync();
        vendor.Simulators.Faults.Add("stability", null, new Fault { Kind = FaultKind.ContentRefused });

        using var response = await vendor.PostAsync("v2beta/3d/stable-fast-3d", Form(""));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        vendor.Simulators.Calls.Billed("stability").ShouldBe(0);
    }

    private static MultipartFormDataContent Form(string fields) => Vendor.Form(
            [.. fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).Select(pair => (pair[0], pair[1]))])
        .WithFile("image", Pictures.Png(256, 128));

    private static (JsonElement Description, byte[] Data) Read(byte[] file)
    {
        file.AsSpan(0, 4).SequenceEqual("glTF"u8).ShouldBeTrue();
        BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4)).ShouldBe(2u);
        BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8)).ShouldBe((uint)file.Length);
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12));
        file.AsSpan(16, 4).SequenceEqual("JSON"u8).ShouldBeTrue();
        (length % 4).ShouldBe(0);
        file.AsSpan(24 + length, 4).SequenceEqual("BIN\0"u8).ShouldBeTrue();
        (28 + length + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(20 + length))).ShouldBe(file.Length);
        return (JsonDocument.Parse(file.AsMemory(20, length)).RootElement, file[(28 + length)..]);
    }

    /// <summary>Indices point at vertices, views lie within the data, the extent is that of the positions, normals have length one.</summary>
    private static void Check(JsonElement description, byte[] data, int vertices)
    {
        var accessors = description.GetProperty("accessors");
        foreach (var index in Enumerable.Range(0, 3))
        {
            accessors[index].GetProperty("count").GetInt32().ShouldBe(vertices);
        }

        foreach (var view in description.GetProperty("bufferViews").EnumerateArray())
        {
            (view.GetProperty("byteOffset").GetInt32() % 4).ShouldBe(0);
            (view.GetProperty("byteOffset").GetInt32() + view.GetProperty("byteLength").GetInt32()).ShouldBeLessThanOrEqualTo(data.Length);
        }

        var indices = Floats(description, data, 3, 2, span => BinaryPrimitives.ReadUInt16LittleEndian(span));
        indices.Length.ShouldBe(accessors[3].GetProperty("count").GetInt32());
        indices.Max().ShouldBe(vertices - 1);
        var positions = Floats(description, data, 0, 4, BinaryPrimitives.ReadSingleLittleEndian);
        ((double)positions.Where((_, at) => at % 3 == 2).Max()).ShouldBe(accessors[0].GetProperty("max")[2].GetDouble(), 1e-6);
        var normals = Floats(description, data, 1, 4, BinaryPrimitives.ReadSingleLittleEndian);
        Math.Sqrt(normals.Take(3).Sum(part => part * part)).ShouldBe(1, 1e-5);
        normals[2].ShouldBePositive("the relief looks towards the viewer");
    }

    private static float[] Floats(JsonElement description, byte[] data, int view, int size, Func<ReadOnlySpan<byte>, float> read)
    {
        var place = description.GetProperty("bufferViews")[view];
        var (offset, length) = (place.GetProperty("byteOffset").GetInt32(), place.GetProperty("byteLength").GetInt32());
        return [.. Enumerable.Range(0, length / size).Select(index => read(data.AsSpan(offset + index * size)))];
    }
}
