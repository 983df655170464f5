using System.Text;
using Atelier.Services.Secrets;
using Atelier.Testing;

namespace Atelier.Services.Tests.Secrets;

/// <summary>What is sealed opens with its key under its name, and in no other way.</summary>
public sealed class SecretSealerTests
{
    private const string Name = "STABILITY_API_KEY";
    private const string Secret = "sk-canary-0123456789-ключ-鍵";

    private readonly MasterKey old = Key();
    private readonly MasterKey fresh = Key();

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(Secret)]
    public void A_secret_comes_back_and_is_nowhere_in_its_sealed_text(string secret)
    {
        var sealer = new SecretSealer([fresh]);
        var text = sealer.Seal(Name, secret);
        text.ShouldStartWith($"sealed:v1:{fresh.Id}:");
        sealer.Open(Name, text).ShouldBe(secret);
        sealer.Seal(Name, secret).ShouldNotBe(text, "the nonce is not random");
        if (secret.Length > 1)
        {
            Encoding.UTF8.GetString(SealedText.Parse(text)!.Bytes).ShouldNotContain(secret);
        }
    }

    [Fact]
    public void A_change_of_any_character_is_noticed()
    {
        var sealer = new SecretSealer([fresh]);
        var text = sealer.Seal(Name, Secret);
        var tried = 0;
        for (var place = 0; place < text.Length; place++)
        {
            foreach (var other in "Ab0-_:=z".Where(character => character != text[place]))
            {
                var altered = text[..place] + other + text[(place + 1)..];
                Should.Throw<SecretException>(() => sealer.Open(Name, altered), altered).Message.ShouldNotContain(Secret);
                tried++;
            }
        }

        for (var length = 0; length < text.Length; length++)
        {
            Should.Throw<SecretException>(() => sealer.Open(Name, text[..length]));
            tried++;
        }

        TestCounts.Report($"sealed secrets: {tried} altered texts of {text.Length} characters, 0 opened");
    }

    [Fact]
    public void A_change_of_any_bit_is_noticed()
    {
        var sealer = new SecretSealer([fresh]);
        var parsed = SealedText.Parse(sealer.Seal(Name, Secret))!;
        for (var bit = 0; bit < parsed.Bytes.Length * 8; bit++)
        {
            var bytes = parsed.Bytes.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Should.Throw<SecretException>(() => sealer.Open(Name, (parsed with { Bytes = bytes }).ToString()));
        }
    }

    [Fact]
    public void A_sealed_text_opens_under_no_other_name()
    {
        var sealer = new SecretSealer([fresh]);
        var text = sealer.Seal(Name, Secret);
        foreach (var name in new[] { "RUNWAY_API_KEY", Name + " ", Name.ToLowerInvariant(), "x" })
        {
            Should.Throw<SecretException>(() => sealer.Open(name, text)).Message.ShouldContain("another name");
        }
    }

    [Fact]
    public void The_wrong_key_and_no_key_are_told_apart_with_what_to_do()
    {
        var text = new SecretSealer([old]).Seal(Name, Secret);
        var wrong = Should.Throw<SecretException>(() => new SecretSealer([fresh]).Open(Name, text)).Message;
        wrong.ShouldContain(old.Id);
        wrong.ShouldContain(fresh.Id);
        Should.Throw<SecretException>(() => new SecretSealer([]).Open(Name, text)).Message.ShouldContain("ATELIER_MASTER_KEY");
        Should.Throw<SecretException>(() => new SecretSealer([]).Seal(Name, Secret)).Message.ShouldContain("atelier secrets new-key");
    }

    [Fact]
    public void Of_several_keys_the_first_seals_and_all_open()
    {
        var before = new SecretSealer([old]).Seal(Name, Secret);
        var both = new SecretSealer([fresh, old]);
        both.Open(Name, before).ShouldBe(Secret);
        var after = both.Seal(Name, Secret);
        SealedText.Parse(after)!.KeyId.ShouldBe(fresh.Id);
        new SecretSealer([fresh]).Open(Name, after).ShouldBe(Secret);
        both.CurrentKeyId.ShouldBe(fresh.Id);
    }

    [Fact]
    public void Keys_are_read_as_base64_base64url_or_hex_in_any_list()
    {
        var bytes = Convert.FromBase64String(MasterKey.NewText());
        var base64 = Convert.ToBase64String(bytes);
        string[] forms = [base64, base64.TrimEnd('='), base64.Replace('+', '-').Replace('/', '_'), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes)];
        MasterKey.ParseAll(string.Join(" ,;\r\n\t", forms)).ShouldHaveSingleItem();
        MasterKey.ParseAll($"{base64}\n{MasterKey.NewText()}\n").Count.ShouldBe(2);
        MasterKey.ParseAll(" ").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAAA")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void What_is_no_key_is_refused_without_repeating_it(string text) =>
        Should.Throw<SecretException>(() => MasterKey.ParseAll(text)).Message.ShouldNotContain(text);

    [Fact]
    public void A_key_shows_its_id_only()
    {
        var text = MasterKey.NewText();
        var key = MasterKey.ParseAll(text)[0];
        key.ToString().ShouldBe(key.Id);
        key.Id.Length.ShouldBe(8);
        Convert.ToHexStringLower(Convert.FromBase64String(text)).ShouldNotContain(key.Id);
    }

    private static MasterKey Key() => MasterKey.ParseAll(MasterKey.NewText())[0];
}
