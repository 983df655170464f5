using System.Buffers.Binary;
using System.Text;
using Atelier.Clients.Http;
using Atelier.Clients.Stability;
using Atelier.Clients.Tests.Fixtures;
using SkiaSharp;

namespace Atelier.Clients.Tests.Stability;

/// <summary>Every operation that sends a form: what goes over the wire, what is made of the answer, and that the simulated vendor takes it.</summary>
public sealed class StabilityOperationTests
{
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 1, 2, 3];
    private static readonly string Id = new('c', 64);

    public static TheoryData<string> Names => [.. StabilityOperations.All.Select(operation => operation.Name)];

    public static TheoryData<string, StabilityAnswer> Both
    {
        get
        {
            var data = new TheoryData<string, StabilityAnswer>();
            foreach (var operation in StabilityOperations.All)
            {
                data.Add(operation.Name, StabilityAnswer.Bytes);
                if (operation.Result is StabilityResult.Image or StabilityResult.Audio or StabilityResult.Artifacts)
                {
                    data.Add(operation.Name, StabilityAnswer.Json);
                }
            }

            return data;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task It_sends_exactly_this(string name, StabilityAnswer answer)
    {
        var operation = Operation(name);
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Good(operation.Result, answer));

        await operation.RunAsync(bench.Client, answer, Token);

        var request = bench.Server.OnlyRequest;
        request.Method.ShouldBe("POST");
        request.Target.ShouldBe($"/stability/{operation.Path}");
        request.Header("Authorization").ShouldBe($"Bearer {StabilityBench.Key}");
        request.Header("Accept").ShouldBe(Accept(operation.Result, answer));
        request.Header("Content-Type")!.ShouldStartWith("multipart/form-data; boundary=");
        request.Multipart().ShouldBe(operation.Form);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_simulated_vendor_takes_it_and_answers_with_media(string name, StabilityAnswer answer)
    {
        var operation = Operation(name);
        await using var vendors = await SimulatedVendors.StartAsync(options => options.Stability.LegacyEngines = true);

        var result = await operation.RunAsync(vendors.Stability, answer, Token);

        vendors.Simulators.Calls.Billed("stability").ShouldBe(1);
        switch (result)
        {
            case StabilityMedia media:
                ShouldBeMedia(media, operation.Result);
                break;
            case IReadOnlyList<StabilityMedia> several:
                ShouldBeMedia(several.ShouldHaveSingleItem(), StabilityResult.Image);
                break;
            default:
                result.ShouldBeOfType<string>().Length.ShouldBe(64);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refusal_names_the_operation_and_is_asked_once(string name)
    {
        await using var bench = await StabilityBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"errors":["prompt: is wrong"],"id":"e1","name":"bad_request"}""", 400));

        var fault = await Should.ThrowAsync<VendorInvalidRequestException>(Operation(name).RunAsync(bench.Client, default, Token));

        fault.Operation.ShouldBe(name);
        fault.RequestId.ShouldBe("e1");
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("upscale/creative", false)]
    [InlineData("edit/replace-background-and-relight", false)]
    [InlineData("audio-3/text-to-audio", true)]
    public async Task Work_fetched_later_is_waited_for(string name, bool audio)
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        var client = vendors.Stability;
        var id = (string)await Operation(name).RunAsync(client, default, Token);

        (audio ? await client.GetAudioResultAsync(id, cancellationToken: Token) : await client.GetResultAsync(id, cancellationToken: Token)).ShouldBeNull();
        (audio ? await client.OpenAudioResultAsync(id, Token) : await client.OpenResultAsync(id, Token)).ShouldBeNull();
        var limit = TimeSpan.FromMinutes(5);
        var media = await vendors.RunAsync(
            audio ? client.WaitForAudioResultAsync(id, limit, cancellationToken: Token) : client.WaitForResultAsync(id, limit, cancellationToken: Token));
        var json = audio
            ? await client.GetAudioResultAsync(id, StabilityAnswer.Json, Token)
            : await client.GetResultAsync(id, StabilityAnswer.Json, Token);
        await using var open = audio ? await client.OpenAudioResultAsync(id, Token) : await client.OpenResultAsync(id, Token);

        ShouldBeMedia(media, audio ? StabilityResult.Audio : StabilityResult.Image);
        json!.Content.ToArray().ShouldBe(media.Content.ToArray());
        json.ContentType.ShouldBe(media.ContentType);
        json.Seed.ShouldBe(media.Seed);
        using var streamed = new MemoryStream();
        await open!.Media.Content.CopyToAsync(streamed, Token);
        streamed.ToArray().ShouldBe(media.Content.ToArray());

        // Each kind of work is known at its own place only.
        await Should.ThrowAsync<VendorNotFoundException>(audio ? client.GetResultAsync(id, cancellationToken: Token) : client.GetAudioResultAsync(id, cancellationToken: Token));
    }

    [Fact]
    public async Task The_older_path_of_the_creative_upscaler_gives_the_same_result()
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        var id = (string)await Operation("upscale/creative").RunAsync(vendors.Stability, default, Token);
        var media = await vendors.RunAsync(vendors.Stability.WaitForResultAsync(id, TimeSpan.FromMinutes(5), cancellationToken: Token));

        (await vendors.Stability.GetUpscaleCreativeResultAsync(id, cancellationToken: Token))!.Content.ToArray().ShouldBe(media.Content.ToArray());
    }

    [Theory]
    [InlineData("result")]
    [InlineData("image")]
    [InlineData("both")]
    public async Task A_result_is_read_under_either_name(string field)
    {
        await using var vendors = await SimulatedVendors.StartAsync(options => options.Stability.ResultsField = field);
        var id = (string)await Operation("upscale/creative").RunAsync(vendors.Stability, default, Token);
        var work = vendors.Stability.WaitForResultAsync(id, TimeSpan.FromMinutes(5), answer: StabilityAnswer.Json, cancellationToken: Token);

        ShouldBeMedia(await vendors.RunAsync(work), StabilityResult.Image);
    }

    [Fact]
    public async Task A_video_may_be_read_as_json()
    {
        await using var vendors = await SimulatedVendors.StartAsync();
        var id = (string)await Operation("image-to-video").RunAsync(vendors.Stability, default, Token);
        (await vendors.Stability.ReadImageToVideoResultAsync(id, cancellationToken: Token)).ShouldBeNull();
        await using var waited = await vendors.RunAsync(vendors.Stability.WaitForImageToVideoAsync(id, TimeSpan.FromMinutes(5), cancellationToken: Token));

        var json = await vendors.Stability.ReadImageToVideoResultAsync(id, StabilityAnswer.Json, Token);

        json!.ContentType.ShouldBe("video/mp4");
        json.Content.Span[4..8].SequenceEqual("ftyp"u8).ShouldBeTrue();
        json.Seed.ShouldBe(7);
    }

    [Fact]
    public async Task Application_and_end_user_are_told_to_the_vendor_when_set()
    {
        await using var server = await ScriptedServer.StartAsync();
        server.Always(Answers.Body(Picture, "image/png"));
        using var http = new HttpClient();
        var client = new StabilityClient(
            http, new StabilityClientOptions { ApiKey = StabilityBench.Key, BaseUrl = server.Url.AbsoluteUri, ClientId = "atelier", ClientVersion = "1.0" });

        await client.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "a boat", ClientUserId = "user-1" }, cancellationToken: Token);

        server.OnlyRequest.Header("stability-client-id").ShouldBe("atelier");
        server.OnlyRequest.Header("stability-client-version").ShouldBe("1.0");
        server.OnlyRequest.Header("stability-client-user-id").ShouldBe("user-1");
        var fault = await Should.ThrowAsync<ArgumentException>(
            () => client.GenerateCoreAsync(new StabilityCoreRequest { Prompt = "a boat", ClientUserId = "a\r\nb" }, cancellationToken: Token));
        fault.ParamName.ShouldBe("stability-client-user-id");
    }

    private static StabilityOperation Operation(string name) => StabilityOperations.All.Single(operation => operation.Name == name);

    private static string Accept(StabilityResult result, StabilityAnswer answer) => (result, answer) switch
    {
        (StabilityResult.Job, _) or (StabilityResult.Image or StabilityResult.Audio or StabilityResult.Artifacts, StabilityAnswer.Json) => "application/json",
        (StabilityResult.Image, _) => "image/*",
        (StabilityResult.Audio, _) => "audio/*",
        (StabilityResult.Artifacts, _) => "image/png",
        _ => "*/*",
    };

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Good(StabilityResult result, StabilityAnswer answer) => (result, answer) switch
    {
        (StabilityResult.Job, _) => Answers.Json($$"""{"id":"{{Id}}"}"""),
        (StabilityResult.Artifacts, StabilityAnswer.Json) => Answers.Json("""{"artifacts":[{"base64":"iVBORwECAw==","finishReason":"SUCCESS","seed":1}]}"""),
        (StabilityResult.Image, StabilityAnswer.Json) => Answers.Json("""{"image":"iVBORwECAw==","finish_reason":"SUCCESS","seed":1}"""),
        (StabilityResult.Audio, StabilityAnswer.Json) => Answers.Json("""{"audio":"SUQzAA==","finish_reason":"SUCCESS","seed":1}"""),
        (StabilityResult.Audio, _) => Answers.Body("ID3"u8.ToArray(), "audio/mpeg"),
        (StabilityResult.Mesh, _) => Answers.Body("glTF"u8.ToArray(), "model/gltf-binary"),
        _ => Answers.Body(Picture, "image/png"),
    };

    private static void ShouldBeMedia(StabilityMedia media, StabilityResult kind)
    {
        var bytes = media.Content.ToArray();
        switch (kind)
        {
            case StabilityResult.Mesh:
                media.ContentType.ShouldBe("model/gltf-binary");
                bytes.AsSpan(0, 4).SequenceEqual("glTF"u8).ShouldBeTrue();
                BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)).ShouldBe((uint)bytes.Length);
                Encoding.UTF8.GetString(bytes.AsSpan(20, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)))).ShouldContain("baseColorTexture");
                break;
            case StabilityResult.Audio:
                media.ContentType.ShouldStartWith("audio/");
                (bytes is [(byte)'I', (byte)'D', (byte)'3', ..] or [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..]).ShouldBeTrue();
                media.FinishReason.ShouldBe(StabilityFinishReason.Success);
                break;
            default:
                media.ContentType.ShouldStartWith("image/");
                using (var bitmap = SKBitmap.Decode(bytes))
                {
                    bitmap.ShouldNotBeNull();
                }

                media.FinishReason.ShouldBe(StabilityFinishReason.Success);
                break;
        }
    }
}
