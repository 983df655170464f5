using System.Text.Json;
using Atelier.Providers;
using Atelier.Services.Artifacts;
using Atelier.Services.Credits;
using Atelier.Services.Generations;

namespace Atelier.Services.Tests.Persistence;

/// <summary>Well-formed things to store.</summary>
internal static class Samples
{
    public const long Hold = 2 * MicroCredits.PerCredit;

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    public static NewGeneration Request(PersistenceFixture fixture, string userId, long hold = Hold, string? key = null, string hash = "same") => new()
    {
        Generation = Generation(fixture, userId, hold),
        IdempotencyKey = key,
        RequestHash = key is null ? null : hash,
    };

    public static Generation Generation(PersistenceFixture fixture, string userId, long hold = Hold)
    {
        var now = fixture.Time.GetUtcNow();
        return new Generation
        {
            Id = fixture.Ids.New(IdPrefixes.Generation),
            UserId = userId,
            KeyId = "key_sample",
            Book = Book.Test,
            Model = "sample-image",
            Modality = Modality.Image,
            Provider = "sample",
            VendorModel = "vendor-image-1",
            Route = "core",
            State = GenerationState.Queued,
            Version = 1,
            Input = Json("""{"prompt":"A Lighthouse at dusk","count":1}"""),
            Metadata = Json("""{"project":"Harbour"}"""),
            SubmitPolicy = SubmitPolicy.AtLeastOnce,
            PriceRule = """{"unit":"image"}""",
            QuotedMicro = hold,
            HeldMicro = hold,
            DueAt = now,
            Deadline = now.AddHours(1),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    public static Artifact Artifact(PersistenceFixture fixture, Generation generation, int index = 0) => new()
    {
        Id = fixture.Ids.New(IdPrefixes.Artifact),
        GenerationId = generation.Id,
        UserId = generation.UserId,
        Book = generation.Book,
        Index = index,
        Kind = "result",
        ContentType = "image/png",
        Bytes = 1234,
        Sha256 = new string('a', 64),
        Width = 1024,
        Height = 768,
        StoreKey = $"artifacts/{generation.Id}/{index}",
        CreatedAt = fixture.Time.GetUtcNow(),
    };
}
