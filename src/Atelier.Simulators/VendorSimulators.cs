using Atelier.Simulators.Calls;
using Atelier.Simulators.Faults;
using Atelier.Simulators.Ledger;
using Atelier.Simulators.Tasks;

namespace Atelier.Simulators;

/// <summary>What all simulated vendors share: clock, scripted faults, latency, call log, balances and running tasks.</summary>
public sealed class VendorSimulators
{
    internal VendorSimulators(SimulatorOptions options, TimeProvider time)
    {
        Options = options;
        Clock = new SimulatorClock(time);
        Calls = new CallLog(options.CallLogCapacity);
        Ledger = new VendorLedger(options.InitialBalance);
        Store = new SimulatorStore(options.StateDirectory, Clock);
    }

    /// <summary>The options the simulators were started with; changes to switches apply to the next call.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>The simulators' time.</summary>
    public SimulatorClock Clock { get; }

    /// <summary>Faults waiting for a call they match.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>Added waiting time per vendor and operation.</summary>
    public LatencyRules Latency { get; } = new();

    /// <summary>What the vendors were asked, and what was bought.</summary>
    public CallLog Calls { get; }

    /// <summary>The vendor-side balances of every key seen.</summary>
    public VendorLedger Ledger { get; }

    internal SimulatorStore Store { get; }
}
