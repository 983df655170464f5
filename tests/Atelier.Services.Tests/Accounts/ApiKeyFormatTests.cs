using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using CsCheck;

namespace Atelier.Services.Tests.Accounts;

public sealed class ApiKeyFormatTests
{
    [Theory]
    [InlineData(Book.Live, "atl_live_")]
    [InlineData(Book.Test, "atl_test_")]
    public void A_fresh_key_tells_its_book_and_is_well_formed(Book book, string prefix)
    {
        var key = ApiKeyFormat.New(book);

        key.ShouldStartWith(prefix);
        ApiKeyFormat.TryParse(key, out var read, out var problem).ShouldBeTrue(problem);
        read.ShouldBe(book);
    }

    [Fact]
    public void Fresh_keys_differ() => Enumerable.Range(0, 1000).Select(_ => ApiKeyFormat.New(Book.Live)).Distinct().Count().ShouldBe(1000);

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("sk-abc", "does not begin with")]
    [InlineData("atl_prod_000000000000000000000000000000", "does not begin with")]
    [InlineData("atl_test_abc", "has 12 characters instead of 39")]
    [InlineData("atl_test_000000000000000000000000-00000", "only letters and digits")]
    [InlineData("atl_test_000000000000000000000000000000", "do not match")]
    public void A_malformed_key_is_refused_with_what_is_wrong(string? text, string expected)
    {
        ApiKeyFormat.TryParse(text, out _, out var problem).ShouldBeFalse();

        problem.ShouldContain(expected);
    }

    [Fact]
    public void One_wrong_character_anywhere_is_noticed() => Gen.Select(Gen.Int[0, 38], Gen.Char.AlphaNumeric).Sample((place, wrong) =>
    {
        var key = ApiKeyFormat.New(Book.Test);
        var typed = key[..place] + wrong + key[(place + 1)..];

        return typed == key || !ApiKeyFormat.TryParse(typed, out _, out _);
    });

    [Fact]
    public void A_live_key_cannot_be_turned_into_a_test_key() =>
        ApiKeyFormat.TryParse(ApiKeyFormat.New(Book.Live).Replace("live", "test", StringComparison.Ordinal), out _, out _).ShouldBeFalse();

    [Fact]
    public void The_hint_shows_six_characters_of_the_secret_and_no_more()
    {
        var key = ApiKeyFormat.New(Book.Test);

        ApiKeyFormat.HintOf(key).ShouldBe($"atl_test_{key[9..11]}…{key[^4..]}");
    }
}
