using Atelier.Api.Generations;
using Atelier.Providers;
using Atelier.Services.Generations;

namespace Atelier.Api.Tests.Routes;

public sealed class AttemptCostTests
{
    [Theory]
    [InlineData(AttemptState.Refused, ProviderFailureKind.RateLimited, null, 0.0)]
    [InlineData(AttemptState.Refused, ProviderFailureKind.Authentication, null, 0.0)]
    [InlineData(AttemptState.Refused, ProviderFailureKind.VendorFault, null, null)]
    [InlineData(AttemptState.Unknown, ProviderFailureKind.UnknownOutcome, null, null)]
    [InlineData(AttemptState.Delivered, null, 250_000L, 0.25)]
    [InlineData(AttemptState.Delivered, null, null, null)]
    public void An_attempt_shows_its_cost_and_nothing_where_nobody_knows_it(
        AttemptState state, ProviderFailureKind? kind, long? told, double? shown)
    {
        var resource = AttemptResource.From(new Attempt
        {
            Id = "att_1",
            GenerationId = "gen_1",
            Number = 1,
            Provider = "stability",
            VendorModel = "core",
            State = state,
            FailureKind = kind,
            VendorCostMicroUsd = told,
            StartedAt = DateTimeOffset.UnixEpoch,
        });

        resource.CostUsd.ShouldBe((decimal?)shown);
    }
}
