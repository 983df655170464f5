using Atelier.Api.Account;
using Atelier.Api.Admin;
using Atelier.Api.Artifacts;
using Atelier.Api.Books;
using Atelier.Api.Events;
using Atelier.Api.Generations;
using Atelier.Api.Health;
using Atelier.Api.Limits;
using Atelier.Api.Models;
using Atelier.Api.OpenAi;
using Atelier.Api.OpenApi;
using Atelier.Api.Pages;
using Atelier.Api.Problems;
using Atelier.Api.Quotes;
using Atelier.Api.Requests;
using Atelier.Api.Sessions;
using Atelier.Api.Teams;
using Atelier.Api.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atelier.Api;

/// <summary>The map of all routes and of what stands before them.</summary>
public static class ApiEndpoints
{
    /// <summary>Puts request ids, safe headers, problems and authentication before the routes. Call it first.</summary>
    public static IApplicationBuilder UseAtelierApi(this IApplicationBuilder app)
    {
        app.UseRequestIds();
        app.UseSafetyHeaders();
        app.UseKeylessPaths();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => ProblemWriter.WriteStatusAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        app.UseRouting();
        app.UseOtherOrigins();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRequestLimits();
        app.UsePlainBodies();
        return app;
    }

    /// <summary>Maps every route.</summary>
    public static void MapAtelierApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization().WithRequestRules().AllowBodyOf(BodyLimits.Json);
        api.MapGenerations();
        api.MapEvents();
        api.MapArtifacts();
        api.MapUploads();
        api.MapQuotes();
        api.MapModels();
        api.MapAccount();
        api.MapTeams();
        api.MapSessions();

        var admin = api.MapGroup("/admin").WithTags("Operators").WithTrail();
        admin.MapUserAdmin();
        admin.MapKeyAdmin();
        admin.MapTeamAdmin();
        admin.MapAuditAdmin();
        admin.MapCreditAdmin();
        admin.MapBookAdmin();
        admin.MapTopUpAdmin();
        admin.MapGenerationAdmin();
        admin.MapVendorAdmin();

        app.MapOpenAi();
        app.MapHealth();
        app.MapReference();
        app.MapHome();
    }
}
