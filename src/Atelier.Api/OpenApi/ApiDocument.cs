using Atelier.Api.Authentication;
using Atelier.Api.Problems;
using Atelier.Api.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Atelier.Api.OpenApi;

/// <summary>The OpenAPI document: made from the routes themselves, plus what a route cannot say in its types.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static async (operation, context, cancellationToken) =>
        {
            AddParameters(operation, context);
            RequireKey(operation, context);
            await AddCommonProblemsAsync(operation, context, cancellationToken);
        });
    });

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Atelier",
            Version = "1",
            Description =
                "One API for pictures, video, speech, transcription and chat. Every request is a durable generation: it is held, run, stored and "
                + "charged exactly once. Errors are `application/problem+json` with a stable `code`.",
        };
        // The document is served by the host it describes; a fixed address would be wrong behind a proxy.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[ApiKeyScheme.Name] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "atl_live_... or atl_test_...",
            Description = "An API key. A test key reaches simulated vendors and spends play credits.",
        };
    }

    private static void AddParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var header in metadata.OfType<HeaderParameter>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        foreach (var parameter in metadata.OfType<QueryParameters>().SelectMany(all => all.Parameters))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = SchemaOf(parameter),
            });
        }
    }

    private static OpenApiSchema SchemaOf(QueryParameter parameter) => new()
    {
        Type = parameter.Type switch
        {
            "integer" => JsonSchemaType.Integer,
            "boolean" => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Format = parameter.Format,
        Default = parameter.Default?.DeepClone(),
        Minimum = parameter.Minimum?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Maximum = parameter.Maximum?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Enum = parameter.Choices.Count > 0 ? [.. parameter.Choices.Select(choice => (System.Text.Json.Nodes.JsonNode)choice)] : null,
    };

    private static void RequireKey(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (AccessOf(context) is { } access)
        {
            operation.AddExtension("x-atelier-access", new JsonNodeExtension(Wire.Name(access)));
        }

        if (NeedsKey(context))
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyScheme.Name, context.Document)] = [] }];
        }
    }

    private static async Task AddCommonProblemsAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (!NeedsKey(context))
        {
            return;
        }

        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), null, cancellationToken);
        context.Document?.AddComponent(nameof(ProblemDocument), schema);
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", Problem("Not authenticated", context));
        operation.Responses.TryAdd("403", Problem(AccessOf(context) == Access.Operator ? "Not an operator's key" : "The key lacks the scope", context));
        operation.Responses.TryAdd("429", Problem("Too many requests", context));

        operation.Responses.TryAdd("500", Problem("Internal error", context));
    }

    private static OpenApiResponse Problem(string description, OpenApiOperationTransformerContext context) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemDocument.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDocument), context.Document) },
        },
    };

    private static bool NeedsKey(OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any()
        && !context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any();

    private static Access? AccessOf(OpenApiOperationTransformerContext context) =>
        AccessTable.Of(context.Description.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().FirstOrDefault()?.EndpointName);
}
