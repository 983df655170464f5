using Atelier.Services.Accounts;
using Atelier.Services.Credits;
using Atelier.Services.Credits.Books;
using Atelier.Services.Credits.Expiry;
using Atelier.Services.Credits.TopUps;
using Atelier.Services.Generations;
using Atelier.Services.Persistence;
using Atelier.Services.Persistence.Writing;
using Atelier.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Atelier.Services.Tests.Persistence;

/// <summary>The real registrations over one test database and a fake clock; may be opened again on the same database, as after a restart.</summary>
internal sealed class PersistenceFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private PersistenceFixture(PersistenceOptions options, FakeTimeProvider time)
    {
        Time = time;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IGenerationSignals>(Signals)
            .AddSingleton<ICommitProbe>(Probe)
            .AddAtelierPersistence(options)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public FakeTimeProvider Time { get; }

    public RecordingSignals Signals { get; } = new();

    public TestProbe Probe { get; } = new();

    public IGenerationStore Store => _services.GetRequiredService<IGenerationStore>();

    public IGenerationReader Reader => _services.GetRequiredService<IGenerationReader>();

    public ICreditService Credits => _services.GetRequiredService<ICreditService>();

    public IAccountService Accounts => _services.GetRequiredService<IAccountService>();

    public IBookService Books => _services.GetRequiredService<IBookService>();

    public ITopUpService TopUps => _services.GetRequiredService<ITopUpService>();

    public CreditExpirySweeper Expiry => _services.GetRequiredService<CreditExpirySweeper>();

    public ITeamService Teams => _services.GetRequiredService<ITeamService>();

    public ISessionService Sessions => _services.GetRequiredService<ISessionService>();

    public IAuditTrail Trail => _services.GetRequiredService<IAuditTrail>();

    /// <summary>The account service, which may be kept beyond the fixture's disposal.</summary>
    public IAccountService AccountsAfterDisposal { get; private set; } = null!;

    public IMediaRecords Media => _services.GetRequiredService<IMediaRecords>();

    public IDatabaseSetup Setup => _services.GetRequiredService<IDatabaseSetup>();

    public IdFactory Ids => _services.GetRequiredService<IdFactory>();

    public IDatabaseWriter Writer => _services.GetRequiredService<IDatabaseWriter>();

    public KeyUseRecorder KeyUses => _services.GetRequiredService<KeyUseRecorder>();

    public ExpiredKeySweeper KeySweeper => _services.GetRequiredService<ExpiredKeySweeper>();

    /// <summary>The registrations over a database as it is.</summary>
    public static PersistenceFixture Create(PersistenceOptions options, FakeTimeProvider? time = null)
    {
        var fixture = new PersistenceFixture(options, time ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero)));
        fixture.AccountsAfterDisposal = fixture.Accounts;
        return fixture;
    }

    /// <summary>The registrations over a database that has every table.</summary>
    public static async Task<PersistenceFixture> OpenAsync(PersistenceOptions options, FakeTimeProvider? time = null)
    {
        var fixture = Create(options, time);
        await fixture.Setup.MigrateAsync(TestContext.Current.CancellationToken);
        return fixture;
    }

    public Task<AtelierDbContext> ContextAsync() =>
        _services.GetRequiredService<IDbContextFactory<AtelierDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);

    /// <summary>A user with credits (in whole credits) in the test book.</summary>
    public async Task<User> UserAsync(long credits = 100)
    {
        var token = TestContext.Current.CancellationToken;
        var user = (await Accounts.CreateUserAsync("somebody", UserRole.User, token)).Value!;
        if (credits > 0)
        {
            var grant = new GrantRequest(user.Id, Book.Test, credits * MicroCredits.PerCredit, "for the test", "system");
            (await Credits.GrantAsync(grant, token)).IsOk.ShouldBeTrue();
        }

        return user;
    }

    public Task<Balance> BalanceAsync(User user) => Credits.BalanceAsync(user.Id, Book.Test, TestContext.Current.CancellationToken);

    public async Task<Generation> FindAsync(string id) => (await Store.FindAsync(id, TestContext.Current.CancellationToken)).ShouldNotBeNull();

    /// <summary>What must hold after every test, whatever it did.</summary>
    public async Task BooksShouldBeCleanAsync() =>
        (await Credits.ReconcileAsync(TestContext.Current.CancellationToken)).ShouldBe(new Reconciliation(0, 0, 0, 0, 0, 0));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
