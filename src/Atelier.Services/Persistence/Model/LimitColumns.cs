using System.Text.Json;
using Atelier.Services.Accounts;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Atelier.Services.Persistence.Model;

/// <summary>How limits and allow-lists are kept in text columns.</summary>
internal static class LimitColumns
{
    public static ValueConverter<AccountLimits, string> Limits { get; } = new(limits => Write(limits), text => Read(text));

    public static ValueConverter<ModelAllowList?, string?> Models { get; } =
        new(list => list == null ? null : list.Text, text => text == null ? null : ModelAllowList.Stored(text));

    public static string Write(AccountLimits limits) => JsonSerializer.Serialize(limits, PersistenceJson.Default.AccountLimits);

    private static AccountLimits Read(string text) => JsonSerializer.Deserialize(text, PersistenceJson.Default.AccountLimits) ?? AccountLimits.None;
}
