using Atelier.Providers;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using CsCheck;

namespace Atelier.Services.Tests.Catalogue;

public sealed class PricingPropertyTests
{
    private static readonly Gen<long> Tokens = Gen.OneOf(Gen.Long[0, 1_000_000], Gen.Long);

    [Fact]
    public void A_charge_never_exceeds_the_hold_whatever_the_vendor_says()
    {
        var usage = Gen.Select(Tokens, Tokens, Gen.Double, Gen.Bool, (read, written, seconds, told) => told
            ? new ProviderUsage { InputTokens = read, OutputTokens = written, Seconds = seconds, Characters = read }
            : null);
        Gen.Select(JsonGen.Pick([.. ShippedCatalogue.Models]), usage, Gen.Int[-1, 20]).Sample((model, used, delivered) =>
        {
            var quote = ShippedCatalogue.Quote(model.Id, ShippedCatalogue.SmallestInput(model), 61).Value!;

            ShippedCatalogue.Pricing.Charge(quote.FrozenRule, used, delivered).ShouldBeInRange(0, quote.HoldMicro);
        });
    }

    [Fact]
    public void A_quote_is_what_is_charged_unless_it_is_priced_by_use()
    {
        foreach (var model in ShippedCatalogue.Models.Where(model => model.Price!.Unit is not (PriceUnit.MillionTokens or PriceUnit.MillionTokensRead or PriceUnit.DeliveredSecond)))
        {
            var quote = ShippedCatalogue.Quote(model.Id, ShippedCatalogue.SmallestInput(model), 61).Value!;

            quote.ExpectedMicro.ShouldBe(quote.HoldMicro, model.Id);
            ShippedCatalogue.Pricing.Charge(quote.FrozenRule, new ProviderUsage { Seconds = 1, Characters = 1, InputTokens = 1 }, 1).ShouldBe(quote.HoldMicro, model.Id);
        }
    }

    [Fact]
    public void What_is_delivered_is_charged_by_its_seconds_and_never_beyond_the_hold() =>
        Gen.Select(JsonGen.Pick("runway/seedance2-auto", "runway/seedance2_mini-auto", "runway/seedance2_5-auto"), Gen.Double[0, 100], Gen.Double[0, 100]).Sample((model, one, other) =>
        {
            var quote = ShippedCatalogue.Quote(model, """{"prompt":"x"}""").Value!;
            var (less, more) = (ChargeFor(quote, Math.Min(one, other)), ChargeFor(quote, Math.Max(one, other)));

            quote.ExpectedMicro.ShouldBe(quote.HoldMicro);
            less.ShouldBeInRange(1, one == 0 || other == 0 ? quote.HoldMicro : more);
            more.ShouldBeLessThanOrEqualTo(quote.HoldMicro);
        });

    private static long ChargeFor(PriceQuote quote, double seconds) => ShippedCatalogue.Pricing.Charge(quote.FrozenRule, new ProviderUsage { Seconds = seconds }, 1);

    [Fact]
    public void More_pictures_cost_more() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[10, 150]).Sample((count, steps) =>
            Hold("stability/sdxl", $$"""{"prompt":"x","count":{{count + 1}},"steps":{{steps}}}""")
                .ShouldBeGreaterThan(Hold("stability/sdxl", $$"""{"prompt":"x","count":{{count}},"steps":{{steps}}}""")));

    [Fact]
    public void Each_step_adds_its_own_amount() =>
        Gen.Int[30, 100].Sample(steps => Hold("stability/stable-audio-2", $$"""{"prompt":"x","steps":{{steps}}}""").ShouldBe(17_000_000 + (steps * 60_000L)));

    [Fact]
    public void An_added_amount_is_never_negative_and_never_beyond_all_credits() =>
        Gen.Select(Gen.Long[0, MicroCredits.Max], Gen.Long[0, MicroCredits.Max], Gen.Decimal).Sample((micro, each, value) =>
            PriceArithmetic.Add(micro, each, value).ShouldBeInRange(micro, MicroCredits.Max));

    [Fact]
    public void More_seconds_never_cost_less() =>
        Gen.Select(JsonGen.Pick("runway/gen4.5", "runway/seedance2_mini", "runway/hailuo3"), Gen.Int[5, 9]).Sample((model, seconds) =>
            Hold(model, $$"""{"prompt":"x","duration":{{seconds + 1}}}""").ShouldBeGreaterThan(Hold(model, $$"""{"prompt":"x","duration":{{seconds}}}""")));

    [Fact]
    public void More_text_never_costs_less() =>
        Gen.Select(Gen.Int[1, 4095], Gen.Int[0, 50]).Sample((length, more) =>
            Hold("openai/tts-1", $$"""{"text":"{{new string('x', Math.Min(4096, length + more))}}"}""")
                .ShouldBeGreaterThanOrEqualTo(Hold("openai/tts-1", $$"""{"text":"{{new string('x', length)}}"}""")));

    [Fact]
    public void Longer_recordings_never_cost_less() =>
        Gen.Select(Gen.Double[0.001, 10_000], Gen.Double[0, 100]).Sample((seconds, more) =>
            Recording(seconds + more).ShouldBeGreaterThanOrEqualTo(Recording(seconds)));

    [Fact]
    public void Real_use_within_the_bounds_is_charged_exactly() =>
        Gen.Select(Gen.Long[0, 50], Gen.Long[0, 4096]).Sample((read, written) =>
        {
            var quote = ShippedCatalogue.Quote("openai/gpt-5.4-mini", """{"messages":[{"role":"user","content":"a question of some length, so that fifty tokens fit"}]}""").Value!;

            ShippedCatalogue.Pricing.Charge(quote.FrozenRule, new ProviderUsage { InputTokens = read, OutputTokens = written }, 1)
                .ShouldBe((75 * read) + (450 * written));
        });

    [Fact]
    public void Tokens_read_alone_are_charged_exactly_and_nothing_for_what_is_written() =>
        Gen.Select(Gen.Long[0, 50], Gen.Long[0, 4096]).Sample((read, written) =>
        {
            var quote = ShippedCatalogue.Quote(
                "openai/text-embedding-3-large", """{"input":["a text of some length, so that fifty tokens", "fit into two texts of it"]}""").Value!;

            ShippedCatalogue.Pricing.Charge(quote.FrozenRule, new ProviderUsage { InputTokens = read, OutputTokens = written }, 1).ShouldBe(13 * read);
        });

    private static long Recording(double seconds) =>
        ShippedCatalogue.Quote("openai/whisper-1", """{"audio":"upl_01jd0000000000000000000000"}""", seconds).Value!.HoldMicro;

    private static long Hold(string model, string input) => ShippedCatalogue.Quote(model, input).Value!.HoldMicro;
}
