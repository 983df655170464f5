using Atelier.Services.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Tests.Persistence;

public sealed class PersistenceOptionsTests
{
    [Theory]
    [InlineData("data/atelier.db", DatabaseEngine.Sqlite)]
    [InlineData("/var/lib/atelier/atelier.db", DatabaseEngine.Sqlite)]
    [InlineData("sqlite:/var/lib/atelier/atelier.db", DatabaseEngine.Sqlite)]
    [InlineData("Host=db;Database=atelier;Username=a;Password=b", DatabaseEngine.Postgres)]
    [InlineData("postgres://a:b@db:5433/atelier", DatabaseEngine.Postgres)]
    [InlineData("postgresql://db/atelier", DatabaseEngine.Postgres)]
    public void An_address_tells_its_engine(string text, DatabaseEngine engine)
    {
        DatabaseAddress.TryParse(text, out var address, out var problem).ShouldBeTrue(problem);
        address.Engine.ShouldBe(engine);
    }

    [Fact]
    public void Every_part_of_a_postgres_address_is_read()
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(DatabaseAddress.Parse("postgres://ann:p%40ss@db:5433/my%20db").Value);

        (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database).ShouldBe(("db", 5433, "ann", "p@ss", "my db"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("sqlite:")]
    [InlineData("data/")]
    [InlineData("postgres://nothing")]
    [InlineData("Host=db")]
    [InlineData("Host=db;Database=a;Nonsense=hunter2")]
    [InlineData("Server=db;Database=a;Password=hunter2")]
    public void An_address_that_leads_nowhere_is_refused_without_repeating_it(string text)
    {
        DatabaseAddress.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem.ShouldNotContain("hunter2");
    }

    [Fact]
    public void An_address_in_a_log_shows_no_password() =>
        DatabaseAddress.Parse("Host=db;Database=atelier;Password=hunter2").ToString().ShouldBe("PostgreSQL");

    [Fact]
    public void Every_bad_option_is_named_at_once()
    {
        var options = new PersistenceOptions
        {
            Database = "",
            Synchronous = (SqliteSynchronous)9,
            BusyTimeout = TimeSpan.Zero,
            WriterCacheKilobytes = 0,
            MaxBatch = 0,
            PostgresWriters = 99,
            KeyCacheLifetime = TimeSpan.FromSeconds(3),
        };

        var refused = Should.Throw<OptionsValidationException>(() => new ServiceCollection().AddAtelierPersistence(options));

        refused.Failures.Count().ShouldBe(7);
        refused.Message.ShouldContain("KeyCacheLifetime: 00:00:03 is not allowed; give 0 to 2 seconds.");
    }
}
