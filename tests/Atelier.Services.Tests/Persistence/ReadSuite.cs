using Atelier.Providers;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Lists, searches, events, the queue, and what recovery finds.</summary>
public abstract class ReadSuite : StoreSuite
{
    [Fact]
    public async Task Pages_go_back_in_time_without_gaps_or_repeats()
    {
        var user = await Fixture.UserAsync();
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await AcceptAsync(user.Id)).Id);
            Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Fixture.Reader.ListAsync(new GenerationQuery { UserId = user.Id, Limit = 3, Cursor = cursor }, Token);
            seen.AddRange(page.Items.Select(g => g.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.ShouldBe(Enumerable.Reverse(ids));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_page_has_1_to_100_items(int limit) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Fixture.Reader.ListAsync(new GenerationQuery { Limit = limit }, Token));

    [Fact]
    public async Task Filters_leave_only_what_fits()
    {
        var user = await Fixture.UserAsync();
        var other = await Fixture.UserAsync();
        var picture = await AcceptAsync(user.Id);
        Fixture.Time.Advance(TimeSpan.FromMinutes(1));
        var video = await AcceptAsync(user.Id, g => g with { Model = "sample-video", Modality = Modality.Video });
        await ApplyAsync(video.Id, GenerationTrigger.Start);
        var foreign = await AcceptAsync(other.Id);

        await ShouldListAsync(new GenerationQuery { UserId = user.Id }, video, picture);
        await ShouldListAsync(new GenerationQuery(), foreign, video, picture);
        await ShouldListAsync(new GenerationQuery { UserId = user.Id, Book = Book.Live });
        await ShouldListAsync(new GenerationQuery { UserId = user.Id, States = [GenerationState.Submitting, GenerationState.Failed] }, video);
        await ShouldListAsync(new GenerationQuery { UserId = user.Id, Model = "sample-image" }, picture);
        await ShouldListAsync(new GenerationQuery { UserId = user.Id, Modality = Modality.Video }, video);
        await ShouldListAsync(new GenerationQuery { UserId = user.Id, Since = video.CreatedAt.ToOffset(TimeSpan.FromHours(2)) }, video);
    }

    [Theory]
    [InlineData("lighthouse", true)]
    [InlineData("LIGHTHOUSE AT", true)]
    [InlineData("harbour", true)]
    [InlineData("100% zufällig_grün", true)]
    [InlineData("GRÜN", true)]
    [InlineData("%", true)]
    [InlineData("a%b", false)]
    [InlineData("l_ghthouse", false)]
    [InlineData("back\\slash", true)]
    [InlineData("\\", true)]
    [InlineData("project", false)]
    [InlineData("no\0such", false)]
    public async Task Text_is_found_in_prompts_and_metadata_ignoring_case(string text, bool isFound)
    {
        var user = await Fixture.UserAsync();
        var found = await AcceptAsync(user.Id, g => g with
        {
            Input = Samples.Json("""{"prompt":"A Lighthouse at dusk","messages":[{"role":"user","content":"100% zufällig_grün"}]}"""),
            Metadata = Samples.Json("""{"project":"Harbour back\\slash"}"""),
        });

        var page = await Fixture.Reader.ListAsync(new GenerationQuery { UserId = user.Id, Text = text }, Token);

        page.Items.Select(g => g.Id).ShouldBe(isFound ? [found.Id] : []);
    }

    [Fact]
    public async Task A_cursor_or_id_that_no_database_can_hold_is_just_not_found()
    {
        var user = await Fixture.UserAsync();
        await AcceptAsync(user.Id);

        (await Fixture.Reader.ListAsync(new GenerationQuery { UserId = user.Id, Cursor = "\0" }, Token)).Items.Count.ShouldBeLessThan(2);
        (await Fixture.Store.FindAsync("gen_\0", Token)).ShouldBeNull();
        (await Fixture.Media.FindUploadAsync("upl_\ud83d", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Events_are_numbered_in_the_order_of_commits_and_filtered()
    {
        var user = await Fixture.UserAsync();
        var other = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        await AcceptAsync(other.Id);
        await ApplyAsync(row.Id, GenerationTrigger.Start, c => c with { Owner = "node-1" });
        await ApplyAsync(row.Id, GenerationTrigger.Claim, c => c with { Owner = "node-2" });
        await ApplyAsync(row.Id, GenerationTrigger.Accept);
        await ApplyAsync(row.Id, GenerationTrigger.Progress, c => c with { Progress = 0.5 });

        var events = await Fixture.Reader.EventsAfterAsync(new EventQuery(0, row.Id), Token);

        events.Select(e => e.Type).ShouldBe(["generation.queued", "generation.submitting", "generation.running", "generation.progress"]);
        events.Select(e => e.Sequence).ShouldBeInOrder();
        events[^1].Data.GetRawText().ShouldBe("""{"status":"running","progress":0.5,"credits":{"quoted":2,"held":2,"captured":0,"released":0}}""");
        (await Fixture.Reader.EventsAfterAsync(new EventQuery(events[1].Sequence, UserId: user.Id), Token)).Count.ShouldBe(2);
        (await Fixture.Reader.EventsAfterAsync(new EventQuery(0, UserId: user.Id, Limit: 3), Token)).ShouldBe(events.Take(3), new SameEvent());
        (await Fixture.Reader.EventsAfterAsync(new EventQuery(0), Token)).Count.ShouldBe(5);
        (await Fixture.Reader.EventsAfterAsync(new EventQuery(0, UserId: user.Id, Book: Book.Live), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_place_in_the_queue_counts_the_unfinished_ones_before()
    {
        var user = await Fixture.UserAsync();
        var first = await AcceptAsync(user.Id);
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        await AcceptAsync(user.Id, g => g with { Provider = "another" });
        var second = await AcceptAsync(user.Id);
        Fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
        var third = await AcceptAsync(user.Id);

        (await Fixture.Reader.QueuePositionAsync(third, Token)).ShouldBe(2);
        await ApplyAsync(first.Id, GenerationTrigger.Cancel);
        (await Fixture.Reader.QueuePositionAsync(third, Token)).ShouldBe(1);
        (await Fixture.Reader.QueuePositionAsync(second, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Recovery_finds_what_no_live_node_executes_and_what_is_overdue()
    {
        var user = await Fixture.UserAsync();
        var grace = TimeSpan.FromSeconds(5);
        var stuck = TimeSpan.FromMinutes(1);
        var lost = await AcceptAsync(user.Id);
        var orphan = await AcceptAsync(user.Id);
        await ApplyAsync(orphan.Id, GenerationTrigger.Start, c => c with { Owner = "node-dead" });
        var overdue = await AcceptAsync(user.Id, g => g with { Deadline = g.CreatedAt - stuck });
        await ApplyAsync(overdue.Id, GenerationTrigger.Claim, c => c with { Owner = "node-live" });
        var healthy = await AcceptAsync(user.Id);
        await ApplyAsync(healthy.Id, GenerationTrigger.Start, c => c with { Owner = "node-live" });
        var finished = await AcceptAsync(user.Id);
        await ApplyAsync(finished.Id, GenerationTrigger.Cancel, c => c with { Owner = "node-dead" });
        Fixture.Time.Advance(grace);
        await AcceptAsync(user.Id);

        var found = await Fixture.Store.FindResumableAsync(["node-live", "node-other"], grace, stuck, 10, Token);

        found.ShouldBe([lost.Id, orphan.Id, overdue.Id], ignoreOrder: true);
        (await Fixture.Store.FindResumableAsync(["node-live"], grace, stuck, 2, Token)).ShouldBe(found.Take(2));
        (await Fixture.Store.FindResumableAsync([], TimeSpan.Zero, stuck, 10, Token)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_deleted_generation_is_gone_for_everybody_but_the_books()
    {
        var user = await Fixture.UserAsync();
        var row = await AcceptAsync(user.Id);
        (await Fixture.Reader.DeleteAsync(row.Id, Token)).ShouldBeFalse("it is unfinished");
        await ApplyAsync(row.Id, GenerationTrigger.Start);
        await ApplyAsync(row.Id, GenerationTrigger.Deliver);
        var artifact = Samples.Artifact(Fixture, row);
        await ApplyAsync(row.Id, GenerationTrigger.Complete, c => c with { Artifacts = [artifact], CaptureMicro = 5 });

        (await Fixture.Reader.DeleteAsync(row.Id, Token)).ShouldBeTrue();

        (await Fixture.Reader.DeleteAsync(row.Id, Token)).ShouldBeFalse("it is gone already");
        (await Fixture.Store.FindAsync(row.Id, Token)).ShouldBeNull();
        (await Fixture.Media.FindArtifactAsync(artifact.Id, Token)).ShouldBeNull();
        (await Fixture.Reader.ArtifactsOfAsync([row.Id], Token)).Count.ShouldBe(0);
        await ShouldListAsync(new GenerationQuery { UserId = user.Id });
        (await Fixture.Media.FindRemovableAsync(Fixture.Time.GetUtcNow(), 10, Token)).ShouldHaveSingleItem().Id.ShouldBe(artifact.Id);
        await Fixture.BooksShouldBeCleanAsync();
    }

    private async Task<Generation> AcceptAsync(string userId, Func<Generation, Generation> with)
    {
        var request = Samples.Request(Fixture, userId);
        var outcome = await Fixture.Store.AcceptAsync(request with { Generation = with(request.Generation) }, Token);
        return outcome.ShouldBeOfType<AcceptOutcome.Accepted>().Generation;
    }

    private async Task ShouldListAsync(GenerationQuery query, params Generation[] expected)
    {
        var page = await Fixture.Reader.ListAsync(query, Token);
        page.Items.Select(g => g.Id).ShouldBe(expected.Select(g => g.Id).OrderDescending(StringComparer.Ordinal));
    }

    private sealed class SameEvent : IEqualityComparer<GenerationEvent>
    {
        public bool Equals(GenerationEvent? x, GenerationEvent? y) => x?.Sequence == y?.Sequence && x?.Type == y?.Type;

        public int GetHashCode(GenerationEvent obj) => obj.Sequence.GetHashCode();
    }
}
