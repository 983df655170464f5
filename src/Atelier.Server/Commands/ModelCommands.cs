using System.CommandLine;
using Atelier.Server.Hosting;
using Atelier.Server.Settings;
using Atelier.Services.Catalogue;
using Atelier.Services.Credits;
using Spectre.Console;

namespace Atelier.Server.Commands;

/// <summary><c>models list</c>.</summary>
internal static class ModelCommands
{
    public static Command Build()
    {
        var list = new Command("list", "List the models of the catalogue.");
        list.SetAction((command, token) => CommandOutput.Of(command).RunAsync(() => ListAsync(command)));
        return new Command("models", "Models.") { list };
    }

    private static async Task ListAsync(ParseResult command)
    {
        var options = SettingsReader.Read(DataSession.ConfigurationOf(command));
        var collection = new ServiceCollection();
        collection.AddAtelierModels(options);
        await using var services = collection.BuildServiceProvider();
        var lines = new Lines<ModelLine>([.. services.GetRequiredService<IModelCatalogue>().Models.Select(LineOf)]);
        CommandOutput.Of(command).Show(lines, CommandJson.Default.LinesModelLine, console =>
        {
            var table = new Table().AddColumns("Id", "Modality", "Provider", "Vendor's name", "Status", "Price");
            foreach (var model in lines.Data)
            {
                table.AddRow(
                    new Text(model.Id), new Text(model.Modality), new Text(model.Provider), new Text(model.VendorModel), new Text(model.Status),
                    new Text(model.Price ?? "none: cannot be used"));
            }

            console.Write(table);
        });
    }

    private static ModelLine LineOf(ModelEntry model) => new(
        model.Id, Lower(model.Modality), model.Provider, model.VendorModel, Lower(model.Status), model.StatusNote,
        model.Price is { } price ? Describe(price) : null);

    private static string Describe(ModelPrice price)
    {
        var lowest = price.Rules.Min(rule => rule.Micro);
        var highest = price.Rules.Max(rule => Math.Max(rule.Micro, rule.OutputMicro));
        var amount = lowest == highest ? MicroCredits.Format(lowest) : $"{MicroCredits.Format(lowest)} to {MicroCredits.Format(highest)}";
        return price.Unit switch
        {
            PriceUnit.Flat => $"{amount} each",
            PriceUnit.Image => $"{amount} per picture",
            PriceUnit.Second => $"{amount} per second",
            PriceUnit.DeliveredSecond => $"{amount} per second delivered",
            PriceUnit.ThousandCharacters => $"{amount} per 1,000 characters",
            PriceUnit.Minute => $"{amount} per minute",
            PriceUnit.MillionTokens => $"{amount} per million tokens",
            PriceUnit.MillionTokensRead => $"{amount} per million tokens read",
            _ => throw new ArgumentOutOfRangeException(nameof(price), price.Unit, null),
        };
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
