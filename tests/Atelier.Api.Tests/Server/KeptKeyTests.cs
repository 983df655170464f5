using System.Xml.Linq;
using Atelier.Server.Secrets;
using Atelier.Services.Secrets;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Api.Tests.Server;

/// <summary>Keys that the server makes for itself: where they are, who may read them, and that they come back.</summary>
public sealed class KeptKeyTests
{
    private const string Plain = "<key><value>plain-canary-value</value></key>";

    [Fact]
    public void Links_are_signed_with_a_key_of_the_data_folder_that_stays()
    {
        using var folder = new TemporaryFolder();
        var first = KeptLinkKeys.Of([], folder.Path).Keys.ShouldHaveSingleItem();

        KeptLinkKeys.Of([], folder.Path).Keys.ShouldHaveSingleItem().ShouldBe(first);
        var path = Path.Combine(folder.Path, KeptLinkKeys.FileName);
        ShouldBePrivate(path);

        // Half a key, as a full disk leaves it, is replaced.
        File.WriteAllBytes(path, first[..5]);
        var second = KeptLinkKeys.Of([], folder.Path).Keys.ShouldHaveSingleItem();
        second.ShouldNotBe(first);
        second.Length.ShouldBe(32);
        ShouldBePrivate(path);
    }

    [Fact]
    public void With_master_keys_every_node_makes_the_same_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        var (one, two) = (MasterKey.NewText(), MasterKey.NewText());

        var keys = KeptLinkKeys.Of(MasterKey.ParseAll($"{one},{two}"), folder.Path).Keys;

        keys.Count.ShouldBe(2);
        keys[1].ShouldBe(KeptLinkKeys.Of(MasterKey.ParseAll(two), folder.Path).Keys[0]);
        keys[0].ShouldNotBe(Convert.FromBase64String(one));
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_data_folder_is_made_for_its_owner_only_and_one_that_is_there_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var fresh = Path.Combine(folder.Path, "data");
        PrivateFiles.CreateFolder(fresh);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.GetUnixFileMode(fresh).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(fresh, File.GetUnixFileMode(fresh) | UnixFileMode.GroupRead);
        PrivateFiles.CreateFolder(fresh);
        File.GetUnixFileMode(fresh).HasFlag(UnixFileMode.GroupRead).ShouldBeTrue();
    }

    [Fact]
    public void The_frameworks_keys_are_sealed_where_there_is_a_master_key()
    {
        var sealer = new SecretSealer(MasterKey.ParseAll(MasterKey.NewText()));
        using var services = new ServiceCollection().AddSingleton<ISecretSealer>(sealer).BuildServiceProvider();

        var written = new SealedKeyRing.Encryptor(sealer).Encrypt(XElement.Parse(Plain));

        written.EncryptedElement.ToString().ShouldNotContain("plain-canary-value");

        // As the framework does it: by the name of the type in the file.
        var decryptor = (IXmlDecryptor)ActivatorUtilities.CreateInstance(services, Type.GetType(written.DecryptorType.AssemblyQualifiedName!)!);
        decryptor.Decrypt(written.EncryptedElement).ToString(SaveOptions.DisableFormatting).ShouldBe(Plain);
    }

    [Fact]
    public async Task A_server_with_an_openid_provider_keeps_no_plain_key_of_the_framework()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await ServerFixture.StartAsync(
            folder.Path, ("ATELIER_MASTER_KEY", MasterKey.NewText()), ("Atelier:OpenIdConnect:Authority", "https://id.example"), ("Atelier:OpenIdConnect:ClientId", "atelier")))
        {
            server.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>()
                .CreateProtector("test").Protect([1, 2, 3]).ShouldNotBeEmpty();
        }

        var kept = Directory.GetFiles(Path.Combine(folder.Path, "keys")).ShouldHaveSingleItem();
        var text = await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken);
        text.ShouldContain(SealedText.Prefix);
        text.ShouldNotContain("<masterKey");
    }

    private static void ShouldBePrivate(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
