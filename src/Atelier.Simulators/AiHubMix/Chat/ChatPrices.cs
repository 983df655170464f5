namespace Atelier.Simulators.AiHubMix.Chat;

/// <summary>USD per million tokens. Models without a known price are taken at the first row.</summary>
internal static class ChatPrices
{
    private static readonly (string Prefix, decimal In, decimal Out)[] All =
    [
        ("gpt-5.4-mini", 0.75m, 4.50m),
        ("doubao-seed-2-1-turbo", 0.46m, 2.32m),
    ];

    public static decimal Of(string model, int tokensIn, int tokensOut)
    {
        var price = All.FirstOrDefault(row => model.StartsWith(row.Prefix, StringComparison.Ordinal), All[0]);
        return (tokensIn * price.In + tokensOut * price.Out) / 1_000_000m;
    }
}
