using Atelier.Services.Artifacts;
using Atelier.Services.Artifacts.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Services.Tests.Artifacts.Storage;

public sealed class StorageAddressTests
{
    [Theory]
    [InlineData(null, "/srv/data/artifacts")]
    [InlineData("", "/srv/data/artifacts")]
    [InlineData("files:///var/lib/atelier", "/var/lib/atelier")]
    [InlineData("file:///var/lib/my%20files", "/var/lib/my files")]
    public void Files_are_the_default(string? text, string folder) =>
        StorageAddress.Parse(text, "/srv/data").ShouldBe(new StorageAddress.Files(folder));

    [Fact]
    public void Every_setting_of_S3_is_read()
    {
        StorageAddress.Parse(
            "s3://media?endpoint=http://127.0.0.1:9000&region=eu-1&path_style=false&prefix=/a/b/&checksums=when_supported&create_bucket=true&access_key=AK&secret_key=S%2BK%3D&timeout=5",
            "data").ShouldBe(new StorageAddress.S3
        {
            Bucket = "media", Endpoint = new Uri("http://127.0.0.1:9000"), Region = "eu-1", PathStyle = false, Prefix = "a/b/", ChecksumsAlways = true,
            CreateBucket = true, AccessKey = "AK", SecretKey = "S+K=", Timeout = TimeSpan.FromSeconds(5),
        });
    }

    [Fact]
    public void An_endpoint_of_ones_own_is_addressed_by_path_gets_its_bucket_made_and_no_checksums_that_old_stores_refuse()
    {
        var address = StorageAddress.Parse("s3://media?endpoint=http://127.0.0.1:9000", "data").ShouldBeOfType<StorageAddress.S3>();

        (address.PathStyle, address.ChecksumsAlways, address.CreateBucket).ShouldBe((true, false, true));
        var amazon = StorageAddress.Parse("s3://media", "data").ShouldBeOfType<StorageAddress.S3>();
        (amazon.PathStyle, amazon.CreateBucket).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("/var/lib", "files")]
    [InlineData("nonsense", "files:///a/folder or s3://")]
    [InlineData("ftp://x", "'ftp' is no kind of storage")]
    [InlineData("files://", "needs a folder")]
    [InlineData("s3://", "needs a bucket")]
    [InlineData("s3://b/folder", "prefix=")]
    [InlineData("s3://b?endpoit=x", "'endpoit' is no setting of s3; known are endpoint, region")]
    [InlineData("s3://b?region=a&region=b", "'region' is given twice")]
    [InlineData("s3://b?endpoint=127.0.0.1:9000", "endpoint must be an http or https URL")]
    [InlineData("s3://b?path_style=yes", "path_style is 'yes' but must be true or false")]
    [InlineData("s3://b?checksums=never", "checksums is 'never' but must be when_required or when_supported")]
    [InlineData("s3://b?access_key=AK", "must be given together")]
    [InlineData("s3://b?timeout=0", "timeout must be a number of seconds")]
    [InlineData("s3://b?prefix=../x", "prefix must be folders")]
    public void Mistakes_are_named(string text, string problem)
    {
        var exception = text == "/var/lib"
            ? Should.Throw<FormatException>(() => StorageAddress.Parse("var/lib", "data"))
            : Should.Throw<FormatException>(() => StorageAddress.Parse(text, "data"));

        exception.Message.ShouldContain(problem);
        exception.Message.ShouldContain("ATELIER_STORAGE");
    }

    [Fact]
    public void The_keys_are_never_shown()
    {
        var address = StorageAddress.Parse("s3://b?access_key=AKID&secret_key=TOPSECRET", "data");

        address.ToString().ShouldNotContain("TOPSECRET");
        address.ToString().ShouldNotContain("AKID");
    }

    [Fact]
    public async Task The_registered_store_is_the_one_that_was_named()
    {
        await using var files = new ServiceCollection().AddAtelierStorage(new StorageOptions { DataFolder = "/srv/x" }).BuildServiceProvider();
        await using var s3 = new ServiceCollection().AddAtelierStorage(new StorageOptions { Address = "s3://b?endpoint=http://127.0.0.1:9&access_key=a&secret_key=b" }).BuildServiceProvider();

        files.GetRequiredService<IArtifactStore>().Description.ShouldBe("files /srv/x/artifacts");
        s3.GetRequiredService<IArtifactStore>().Description.ShouldBe("s3 http://127.0.0.1:9/ b/");
    }
}
