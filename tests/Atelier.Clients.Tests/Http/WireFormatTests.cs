using System.Net;
using System.Net.Sockets;
using System.Text;
using Atelier.Clients.Http;
using Atelier.Clients.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace Atelier.Clients.Tests.Http;

public sealed class WireFormatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json_is_sent_without_a_charset_and_with_its_length()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));

        await bench.Client.BuyAsync(SubmitPolicy.AtLeastOnce, Token);

        var request = bench.Server.OnlyRequest;
        request.Method.ShouldBe("POST");
        request.Header("Content-Type").ShouldBe("application/json");
        request.Header("Content-Length").ShouldBe("15");
        request.Header("Accept").ShouldBe("application/json");
        request.Header("Authorization").ShouldBe($"Bearer {ProbeBench.Key}");
        request.Header("User-Agent").ShouldBe("Atelier/0.1");
        request.Text.ShouldBe("""{"name":"boat"}""");
    }

    [Theory]
    [InlineData("", "/v1/things/1")]
    [InlineData("/", "/v1/things/1")]
    [InlineData("/v1", "/v1/things/1")]
    [InlineData("/v1/", "/v1/things/1")]
    [InlineData("/probe", "/probe/v1/things/1")]
    [InlineData("/probe/v1/", "/probe/v1/things/1")]
    public async Task The_base_url_may_end_in_v1_and_keeps_a_prefix(string suffix, string expected)
    {
        await using var bench = await ProbeBench.StartAsync(options => options.BaseUrl = options.BaseUrl.TrimEnd('/') + suffix);
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));

        await bench.Client.GetThingAsync(Token);

        bench.Server.OnlyRequest.Target.ShouldBe(expected);
    }

    [Fact]
    public async Task Query_and_headers_are_sent_escaped_and_empty_parameters_left_out()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(200));

        await bench.Client.SendRawAsync(
            new VendorRequest
            {
                Operation = "list",
                Path = "v1/things",
                Query = [new("after", "a b&c=1"), new("limit", null), new("order", "desc")],
                Headers = [new("X-Extra", "one")],
                Accept = "image/*",
            },
            Token);

        bench.Server.OnlyRequest.Target.ShouldBe("/v1/things?after=a%20b%26c%3D1&order=desc");
        bench.Server.OnlyRequest.Header("X-Extra").ShouldBe("one");
        bench.Server.OnlyRequest.Header("Accept").ShouldBe("image/*");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Every_verb_is_sent_as_it_is(string verb)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(204));

        var answer = await bench.Client.SendRawAsync(
            new VendorRequest { Operation = "touch", Method = new HttpMethod(verb), Path = "v1/things/1" }, Token);

        answer.StatusCode.ShouldBe(204);
        answer.Content.Length.ShouldBe(0);
        bench.Server.OnlyRequest.Method.ShouldBe(verb);
    }

    [Fact]
    public async Task A_form_keeps_its_order_and_escapes_as_forms_do()
    {
        var request = await SendAsync(VendorBody.Form([new("b", "1 2"), new("a", "ü&=")]));

        request.Header("Content-Type").ShouldBe("application/x-www-form-urlencoded");
        request.Text.ShouldBe("b=1+2&a=%C3%BC%26%3D");
    }

    [Fact]
    public async Task Multipart_has_quoted_names_bare_text_parts_and_an_unquoted_boundary()
    {
        var request = await SendAsync(VendorBody.Multipart(
        [
            VendorPart.Text("prompt", "a boat"),
            VendorPart.Upload("image", new VendorFile("in\"put é.png", "image/png", "PNG!"u8.ToArray())),
            VendorPart.Text("text_prompts[0][text]", "x"),
        ]));

        request.Header("Content-Type")!.ShouldStartWith("multipart/form-data; boundary=atelier-");
        request.Header("Content-Type")!.ShouldNotContain("\"");
        request.Header("Content-Length").ShouldBe(Answers.Number(request.Body.Length));
        request.Multipart().ShouldBe(
            "--B\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na boat\r\n"
            + "--B\r\nContent-Type: image/png\r\nContent-Disposition: form-data; name=\"image\"; filename=\"in_put _.png\"\r\n\r\nPNG!\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"text_prompts[0][text]\"\r\n\r\nx\r\n--B--\r\n");
    }

    [Fact]
    public async Task Text_parts_are_utf8()
    {
        var request = await SendAsync(VendorBody.Multipart([VendorPart.Text("prompt", "船")]));

        Encoding.UTF8.GetString(request.Body).ShouldContain("\r\n\r\n船\r\n");
    }

    [Fact]
    public async Task A_file_of_unknown_length_is_sent_in_chunks()
    {
        var request = await SendAsync(VendorBody.Stream(
            new VendorFile("a.bin", "video/mp4", _ => ValueTask.FromResult<Stream>(new MemoryStream([1, 2, 3])))));

        request.Header("Transfer-Encoding").ShouldBe("chunked");
        request.Header("Content-Type").ShouldBe("video/mp4");
        request.Body.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Bytes_are_sent_as_they_are()
    {
        var request = await SendAsync(VendorBody.Bytes(new byte[] { 9, 8 }, "image/webp"));

        request.Header("Content-Type").ShouldBe("image/webp");
        request.Body.ShouldBe([9, 8]);
    }

    [Fact]
    public async Task A_refusal_inside_a_success_is_a_refusal()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"error":"no channel"}"""));

        var (_, fault) = await bench.RunAsync(bench.Client.BuyAsync(SubmitPolicy.AtMostOnce, Token));

        var server = fault.ShouldBeOfType<VendorServerException>();
        server.VendorMessage.ShouldBe("no channel");
        server.MayHaveBeenAccepted.ShouldBeFalse();
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_not_read()
    {
        await using var bench = await ProbeBench.StartAsync(options => options.MaxJsonBytes = 20);
        bench.Server.Then(Answers.Json("""{"name":"a boat with a long name"}""")).Then(async context =>
        {
            context.Response.ContentType = "application/json";
            for (var i = 0; i < 10; i++)
            {
                await context.Response.WriteAsync("[1,2,3,4,5,6,7,8,9]", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });

        (await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetThingAsync(Token))).VendorMessage.ShouldContain("larger than 20 bytes");
        (await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetThingAsync(Token))).VendorMessage.ShouldContain("larger than 20 bytes");
    }

    [Fact]
    public async Task A_broken_encoding_of_the_answer_is_a_vendor_exception()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Body("no gzip at all"u8.ToArray(), "application/json", 200, ("Content-Encoding", "gzip")));

        await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetThingAsync(Token));
    }

    [Fact]
    public async Task An_answer_that_is_no_http_is_a_vendor_exception()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync();
        await using var bench = await ProbeBench.StartAsync(options =>
        {
            options.BaseUrl = $"http://{listener.LocalEndpoint}";
            options.RetryCount = 0;
        });

        await Should.ThrowAsync<VendorProtocolException>(bench.Client.GetThingAsync(Token));
        await answering;

        async Task AnswerAsync()
        {
            using var socket = await listener.AcceptSocketAsync(Token);
            await socket.ReceiveAsync(new byte[4096], Token);
            await socket.SendAsync("220 mail.example ESMTP\r\n\r\n"u8.ToArray(), Token);
        }
    }

    [Fact]
    public void A_file_must_have_a_media_type() =>
        Should.Throw<ArgumentException>(() => new VendorFile("a.png", "no type\r\nX: 1", new byte[] { 1 }));

    [Fact]
    public async Task Settings_changed_after_the_client_was_made_do_not_matter()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Json("""{"name":"boat"}"""));
        bench.Options.ApiKey = "sk-changed-0123456789";

        await bench.Client.GetThingAsync(Token);

        bench.Server.OnlyRequest.Header("Authorization").ShouldBe($"Bearer {ProbeBench.Key}");
    }

    [Fact]
    public async Task The_request_id_of_the_vendor_is_kept()
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(404, "", ("X-Request-Id", "req-7")));

        var fault = await Should.ThrowAsync<VendorNotFoundException>(bench.Client.GetThingAsync(Token));

        fault.RequestId.ShouldBe("req-7");
        fault.Message.ShouldBe("probe get_thing (404): the vendor answered 404 without a reason [request req-7]");
    }

    private static async Task<WireRequest> SendAsync(VendorBody body)
    {
        await using var bench = await ProbeBench.StartAsync();
        bench.Server.Always(Answers.Status(200));
        await bench.Client.SendRawAsync(
            new VendorRequest { Operation = "put", Method = HttpMethod.Put, Path = "v1/things", Body = body }, Token);
        return bench.Server.OnlyRequest;
    }
}
