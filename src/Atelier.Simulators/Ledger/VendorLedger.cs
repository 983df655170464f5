namespace Atelier.Simulators.Ledger;

/// <summary>What each key has left at each simulated vendor. Kept in memory: a restart fills the accounts again.</summary>
public sealed class VendorLedger
{
    private readonly Lock _gate = new();
    private readonly Func<string, decimal> _initialBalance;
    private readonly Dictionary<string, decimal> _initialOverrides = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Vendor, string Owner), Account> _accounts = [];

    internal VendorLedger(Func<string, decimal> initialBalance) => _initialBalance = initialBalance;

    /// <summary>Every account seen.</summary>
    public IReadOnlyList<VendorBalance> List()
    {
        lock (_gate)
        {
            return [.. _accounts
                .Select(pair => new VendorBalance(pair.Key.Vendor, pair.Key.Owner, pair.Value.Balance, pair.Value.Spent))
                .OrderBy(balance => balance.Vendor, StringComparer.Ordinal)
                .ThenBy(balance => balance.Account, StringComparer.Ordinal)];
        }
    }

    /// <summary>Sets the balance of one account, or of all the vendor's accounts and of those still to come.</summary>
    public void Set(string vendor, decimal balance, string? account = null)
    {
        lock (_gate)
        {
            if (account is not null)
            {
                Open(vendor, account).Balance = balance;
                return;
            }

            _initialOverrides[vendor] = balance;
            foreach (var (_, existing) in _accounts.Where(pair => pair.Key.Vendor == vendor))
            {
                existing.Balance = balance;
            }
        }
    }

    internal decimal Balance(string vendor, string owner)
    {
        lock (_gate)
        {
            return Open(vendor, owner).Balance;
        }
    }

    internal decimal Spent(string vendor, string owner)
    {
        lock (_gate)
        {
            return Open(vendor, owner).Spent;
        }
    }

    /// <summary>Takes the amount when the account holds it; false changes nothing.</summary>
    internal bool TryCharge(string vendor, string owner, decimal amount)
    {
        lock (_gate)
        {
            var account = Open(vendor, owner);
            if (account.Balance < amount)
            {
                return false;
            }

            account.Balance -= amount;
            account.Spent += amount;
            return true;
        }
    }

    internal void Refund(string vendor, string owner, decimal amount)
    {
        lock (_gate)
        {
            var account = Open(vendor, owner);
            account.Balance += amount;
            account.Spent -= amount;
        }
    }

    private Account Open(string vendor, string owner)
    {
        if (!_accounts.TryGetValue((vendor, owner), out var account))
        {
            account = new Account { Balance = _initialOverrides.TryGetValue(vendor, out var balance) ? balance : _initialBalance(vendor) };
            _accounts[(vendor, owner)] = account;
        }

        return account;
    }

    private sealed class Account
    {
        public decimal Balance { get; set; }

        public decimal Spent { get; set; }
    }
}

/// <summary>One account at a simulated vendor.</summary>
/// <param name="Vendor">Vendor name.</param>
/// <param name="Account">Stable name of the key's owner: the first 16 hex digits of the key's SHA-256.</param>
/// <param name="Balance">What is left, in the vendor's unit.</param>
/// <param name="Spent">What was charged, less refunds.</param>
public sealed record VendorBalance(string Vendor, string Account, decimal Balance, decimal Spent);
