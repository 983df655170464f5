using System.Text.Json.Serialization;
using Atelier.Simulators.Calls;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Ledger;

namespace Atelier.Simulators.Control;

/// <summary>Body of <c>POST /_control/latency</c>; vendor and operation left out mean all of them, 0 removes the wait.</summary>
internal sealed record LatencyRequest([property: JsonRequired] int Ms, string? Vendor = null, string? Operation = null);

/// <summary>Body of <c>POST /_control/balances</c>; without an account it sets all of the vendor's, also those still to come.</summary>
internal sealed record BalanceRequest(
    [property: JsonRequired] string Vendor,
    [property: JsonRequired] decimal Balance,
    string? Account = null);

/// <summary>Body of <c>POST /_control/clock</c>.</summary>
internal sealed record ClockRequest([property: JsonRequired] long AdvanceMs);

internal sealed record ClockAnswer(DateTimeOffset Now, long OffsetMs);

internal sealed record FaultAdded(int Id);

internal sealed record FaultList(IReadOnlyList<WaitingFault> Data);

internal sealed record CallList(IReadOnlyList<CallRecord> Data, long Count);

internal sealed record BalanceList(IReadOnlyList<VendorBalance> Data);

internal sealed record ControlError(string Error);

internal sealed record ControlRoute(string Route, string Purpose);

internal sealed record ControlHelp(IReadOnlyList<string> Vendors, IReadOnlyList<ControlRoute> Routes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FaultRule))]
[JsonSerializable(typeof(LatencyRequest))]
[JsonSerializable(typeof(BalanceRequest))]
[JsonSerializable(typeof(ClockRequest))]
[JsonSerializable(typeof(ClockAnswer))]
[JsonSerializable(typeof(FaultAdded))]
[JsonSerializable(typeof(FaultList))]
[JsonSerializable(typeof(CallList))]
[JsonSerializable(typeof(CallSummary))]
[JsonSerializable(typeof(BalanceList))]
[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(ControlHelp))]
internal sealed partial class ControlJson : JsonSerializerContext;
