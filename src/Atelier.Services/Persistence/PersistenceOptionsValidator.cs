using Microsoft.Extensions.Options;

namespace Atelier.Services.Persistence;

/// <summary>Checks the options; every message names the option, the value and what is allowed.</summary>
internal sealed class PersistenceOptionsValidator : IValidateOptions<PersistenceOptions>
{
    private static readonly TimeSpan LongestKeyCache = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBusyTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, PersistenceOptions options)
    {
        var errors = new List<string>();
        if (!DatabaseAddress.TryParse(options.Database, out _, out var problem))
        {
            errors.Add($"{nameof(options.Database)}: {problem}");
        }

        Require(Enum.IsDefined(options.Synchronous), nameof(options.Synchronous), options.Synchronous, "Normal or Full");
        Require(
            options.BusyTimeout > TimeSpan.Zero && options.BusyTimeout <= LongestBusyTimeout,
            nameof(options.BusyTimeout), options.BusyTimeout, "more than 0 and at most 5 minutes");
        Require(options.WriterCacheKilobytes is >= 1024 and <= 4_194_304, nameof(options.WriterCacheKilobytes), options.WriterCacheKilobytes, "1,024 to 4,194,304");
        Require(options.MaxBatch is >= 1 and <= 1000, nameof(options.MaxBatch), options.MaxBatch, "1 to 1,000");
        Require(options.PostgresWriters is >= 1 and <= 16, nameof(options.PostgresWriters), options.PostgresWriters, "1 to 16");
        Require(
            options.KeyCacheLifetime >= TimeSpan.Zero && options.KeyCacheLifetime <= LongestKeyCache,
            nameof(options.KeyCacheLifetime), options.KeyCacheLifetime, "0 to 2 seconds");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Require(bool isGood, string option, object value, string allowed)
        {
            if (!isGood)
            {
                errors.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{option}: {value} is not allowed; give {allowed}."));
            }
        }
    }
}
