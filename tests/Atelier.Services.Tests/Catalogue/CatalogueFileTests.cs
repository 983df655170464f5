using Atelier.Services.Catalogue;

namespace Atelier.Services.Tests.Catalogue;

public sealed class CatalogueFileTests
{
    private const string Whole = """
        "name":"N","description":"D.","modality":"image","provider":"stability","vendor_model":"m",
        "input":{"type":"object","additionalProperties":false,"properties":{"prompt":{"type":"string"}}}
        """;

    [Theory]
    [InlineData("nonsense", "not valid JSON")]
    [InlineData("[]", "one JSON object")]
    [InlineData("{}", "'models' must be an array")]
    [InlineData("""{"models":[{}]}""", "Entry 0 (counted from 0) must be an object with an 'id'.")]
    [InlineData("""{"models":[],"modles":[]}""", "Property 'modles' is unknown")]
    [InlineData("""{"models":[{"id":"a"},{"id":"a"}]}""", "Entry 'a' is there twice.")]
    [InlineData("""{"models":[{"id":"a","id":"b"}]}""", "not valid JSON")]
    [InlineData("""{"models":[{"id":"x/new"}]}""", "Entry 'x/new', property 'name' is missing.")]
    [InlineData("""{"models":[{"id":"stability/core","vender_model":"x"}]}""", "Entry 'stability/core', property 'vender_model' is unknown; perhaps 'vendor_model' is meant.")]
    [InlineData("""{"models":[{"id":"stability/core","modality":"picture"}]}""", "Entry 'stability/core', property 'modality' is 'picture' but must be one of image, video, speech, transcription, chat")]
    [InlineData("""{"models":[{"id":"stability/core","status":"retired"}]}""", "Entry 'stability/core', property 'status_note' is missing.")]
    [InlineData("""{"models":[{"id":"stability/core","run_timeout_seconds":0}]}""", "property 'run_timeout_seconds' must be a whole number from 1 to 86400.")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":-1}]}}]}""", "Entry 'stability/core', price rule 0 (counted from 0), property 'credits' must be a number of credits")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":0.0000001}]}}]}""", "at most six decimal places")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"when":{"seed":1},"credits":1}]}}]}""", "must end with a rule without 'when'")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"when":{"sise":1},"credits":1},{"credits":1}]}}]}""", "names 'sise', which the model's input does not have")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":1,"add":{"input":"stepz","credits":1}}]}}]}""", "names 'stepz', which the model's input does not have")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":1,"add":{"input":"seed"}}]}}]}""", "add, property 'credits' is missing")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":1,"add":{"input":"seed","credits":-1}}]}}]}""", "add, property 'credits' must be a number of credits")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":1,"add":{"input":"seed","credits":1,"above":3}}]}}]}""", "add, property 'above' is unknown")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"unit":"second"}}]}""", "property 'unit' needs the input duration, required or with a default.")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"properties":{"seed":{"default":-5}}}}]}""", "input.seed: the default is refused by its own schema.")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"properties":{"n":{"type":"integer"}}}}]}""", "input.n: an integer needs 'minimum' and 'maximum'.")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"properties":{"n":{"type":"string","const":"x"}}}}]}""", "input.n: keyword 'const' is not one of those we use.")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"properties":{"n":{"type":"string","pattern":"("}}}}]}""", "input.n: 'pattern' is no regular expression")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"properties":{"n":{"type":"string","x-media":"smell"}}}}]}""", "input.n: 'x-media' must be one of image, video, audio.")]
    [InlineData("""{"models":[{"id":"stability/ultra","input":{"properties":{"image":{"x-max-seconds":"long"}}}}]}""", "input.image: 'x-max-seconds' must be a number.")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":1,"add_items":{"input":"pictures","credits":1}}]}}]}""", "names 'pictures', which the model's input does not have")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"allOf":[{"if":{"required":["seed"]},"else":{"if":{"required":["style"]},"then":{}}}]}}]}""", "'if' within an 'if', 'then' or 'else' is not kept")]
    [InlineData("""{"models":[{"id":"stability/core","price":{"length_of":"prompt"}}]}""", "property 'length_of' names an input of the model, and is only for the unit minute.")]
    [InlineData("""{"models":[{"id":"runway/act_two","price":{"length_of":"film"}}]}""", "property 'length_of' names an input of the model, and is only for the unit minute.")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"additionalProperties":true}}]}""", "must have \"type\": \"object\" and \"additionalProperties\": false")]
    [InlineData("""{"models":[{"id":"x/new","like":"x/none"}]}""", "Entry 'x/new', property 'like': there is no entry \"x/none\".")]
    [InlineData("""{"models":[{"id":"x/a","like":"x/b"},{"id":"x/b","like":"x/a"}]}""", "entries are like each other in a circle")]
    [InlineData("""{"models":[{"id":"stability/core","input":{"properties":{"prompt":{"use":"nothing"}}}}]}""", "uses the fragment \"nothing\", which this file does not have")]
    public void A_wrong_file_is_refused_with_the_entry_and_the_property(string file, string problem)
    {
        var exception = Should.Throw<CatalogueException>(() => CatalogueLoader.Load(file, "models.json"));

        exception.Message.ShouldContain(problem);
        exception.Message.ShouldContain("models.json");
    }

    [Fact]
    public void Every_problem_of_a_file_is_told_at_once()
    {
        var exception = Should.Throw<CatalogueException>(() =>
            CatalogueLoader.Load("""{"models":[{"id":"a/a"},{"id":"stability/core","route":5}]}""", "models.json"));

        exception.Problems.Count.ShouldBeGreaterThan(5);
        exception.Problems.ShouldContain("Entry 'stability/core', property 'route' must be a text that is not empty.");
    }

    [Fact]
    public void A_new_entry_stands_beside_the_shipped_ones()
    {
        var models = CatalogueLoader.Load($$"""{"models":[{"id":"house/model",{{Whole}}}]}""", "models.json");

        models.Count.ShouldBe(ShippedCatalogue.Models.Count + 1);
        var added = models.Single(model => model.Id == "house/model");
        added.Price.ShouldBeNull();
        added.SubmitTimeout.ShouldBe(TimeSpan.FromMinutes(5));
        models.Select(model => model.Id).ShouldBeInOrder(SortDirection.Ascending, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_entry_changes_only_what_it_names()
    {
        var changed = CatalogueLoader.Load("""{"models":[{"id":"stability/core","price":{"rules":[{"credits":4}]},"input":{"properties":{"style":null}}}]}""", "models.json")
            .Single(model => model.Id == "stability/core");

        changed.Price!.Rules.ShouldHaveSingleItem().Micro.ShouldBe(4_000_000);
        changed.Price.Unit.ShouldBe(PriceUnit.Image);
        changed.InputSchema.GetProperty("properties").TryGetProperty("style", out _).ShouldBeFalse();
        changed.InputSchema.GetProperty("properties").TryGetProperty("prompt", out _).ShouldBeTrue();
    }

    [Fact]
    public void A_change_of_an_entry_reaches_those_that_are_like_it()
    {
        var models = CatalogueLoader.Load("""{"models":[{"id":"stability/sd3.5-large","run_timeout_seconds":7}]}""", "models.json");

        models.Single(model => model.Id == "stability/sd3.5-medium").RunTimeout.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void The_served_schema_holds_nothing_of_the_files_own_shorthand()
    {
        foreach (var model in CatalogueLoader.Load(null, string.Empty))
        {
            model.InputSchema.GetRawText().ShouldNotContain("\"use\"");
            model.InputSchema.GetRawText().ShouldNotContain(":null");
        }
    }

    [Fact]
    public void The_example_in_the_documentation_works()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Atelier.slnx")))
        {
            folder = folder.Parent;
        }

        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "reference", "catalogue.md"));
        var start = page.IndexOf("```json", StringComparison.Ordinal) + 7;
        var example = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];

        var models = CatalogueLoader.Load(example, "the documentation");

        models.Single(model => model.Id == "stability/core").Price!.Rules[0].Micro.ShouldBe(4_000_000);
        models.Single(model => model.Id == "house/portrait").VendorModel.ShouldBe("ultra");
    }
}
