using Microsoft.AspNetCore.Http;

namespace Atelier.Simulators.Stability.V1;

/// <summary><c>/v1/user/account</c>, <c>/v1/user/balance</c> and <c>/v1/engines/list</c>.</summary>
internal sealed class AccountEndpoints(VendorSimulators simulators)
{
    public static Task AccountAsync(HttpContext context, StabilityCaller caller) =>
        StabilityAnswers.WriteJsonAsync(context, "application/json", writer =>
        {
            writer.WriteString("email", $"{caller.Owner}@example.test");
            writer.WriteString("id", $"user-{caller.Owner}");
            writer.WriteStartArray("organizations");
            writer.WriteStartObject();
            writer.WriteString("id", $"org-{caller.Owner}");
            writer.WriteBoolean("is_default", true);
            writer.WriteString("name", "Sandbox");
            writer.WriteString("role", "MEMBER");
            writer.WriteEndObject();
            writer.WriteEndArray();
        });

    public Task BalanceAsync(HttpContext context, StabilityCaller caller) =>
        StabilityAnswers.WriteJsonAsync(context, "application/json", writer =>
        {
            var credits = simulators.Ledger.Balance(StabilityCashier.Vendor, caller.Account);
            writer.WriteNumber("credits", (double)credits);
        });

    public Task EnginesAsync(HttpContext context, StabilityCaller caller) =>
        StabilityAnswers.WriteRawJsonAsync(context, "application/json", writer =>
        {
            writer.WriteStartArray();
            Engine(V1Engines.Sdxl, "Stable Diffusion XL v1.0", "Stability-AI Stable Diffusion XL v1.0");
            if (simulators.Options.Stability.LegacyEngines)
            {
                Engine(V1Engines.Sd16, "Stable Diffusion v1.6", "Stability-AI Stable Diffusion v1.6");
            }

            writer.WriteEndArray();

            void Engine(string id, string name, string description)
            {
                writer.WriteStartObject();
                writer.WriteString("description", description);
                writer.WriteString("id", id);
                writer.WriteString("name", name);
                writer.WriteString("type", "PICTURE");
                writer.WriteEndObject();
            }
        });
}
