namespace Atelier.Simulators.Stability;

/// <summary>Who calls: the key's owner, and the account that pays (the owner's own, or one per named organisation).</summary>
/// <param name="Owner">Stable name of the key.</param>
/// <param name="Account">Account in the ledger.</param>
internal sealed record StabilityCaller(string Owner, string Account);
