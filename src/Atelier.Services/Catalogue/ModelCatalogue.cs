using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Services.Catalogue;

/// <summary>The catalogue in memory. A change of the operator's file replaces all of it at once, or nothing.</summary>
internal sealed partial class ModelCatalogue : IModelCatalogue
{
    private const int MostSuggestions = 3;
    private const int LongestId = 200;
    private const long LargestFile = 16 * 1024 * 1024;

    private readonly CatalogueOptions _options;
    private readonly ILogger<ModelCatalogue> _logger;
    private readonly Lock _reloading = new();
    private volatile Snapshot _current;
    private string? _lastSeen;

    /// <exception cref="CatalogueException">The operator's file is wrong: at the start there is no earlier one to go on with.</exception>
    public ModelCatalogue(IOptions<CatalogueOptions> options, ILogger<ModelCatalogue> logger)
    {
        _options = options.Value;
        _logger = logger;
        var text = ReadOverride();
        if (text is null && _options.OverrideRequired)
        {
            throw new CatalogueException(_options.OverridePath ?? "(no path)", ["There is no such file."]);
        }

        _lastSeen = Fingerprint(text);
        _current = Snapshot.Of(CatalogueLoader.Load(text, _options.OverridePath ?? string.Empty));
        LogLoaded(_current.Models.Count, text is null ? "the shipped catalogue" : _options.OverridePath!);
    }

    public IReadOnlyList<ModelEntry> Models => _current.Models;

    public ModelEntry? Find(string id) => _current.ById.GetValueOrDefault(id);

    public IReadOnlyList<string> Suggest(string id)
    {
        if (id.Length > LongestId)
        {
            return [];
        }

        var current = _current;
        var whole = NearestNames.Of(id, current.Models.Select(model => model.Id), MostSuggestions);
        if (whole.Count > 0)
        {
            return whole;
        }

        // People often leave out or mistake the part before the slash.
        var last = id[(id.LastIndexOf('/') + 1)..];
        var near = NearestNames.Of(last, current.Models.Select(model => Tail(model.Id)).Distinct(StringComparer.Ordinal), MostSuggestions);
        return [.. near.SelectMany(name => current.Models.Where(model => Tail(model.Id) == name)).Select(model => model.Id).Take(MostSuggestions)];
    }

    /// <summary>Reads the operator's file again when it changed. A wrong file is logged and changes nothing.</summary>
    /// <returns>Whether the catalogue was replaced.</returns>
    public bool Reload()
    {
        lock (_reloading)
        {
            try
            {
                var text = ReadOverride();
                var fingerprint = Fingerprint(text);
                if (fingerprint == _lastSeen)
                {
                    return false;
                }

                _lastSeen = fingerprint;
                _current = Snapshot.Of(CatalogueLoader.Load(text, _options.OverridePath!));
                LogReloaded(_current.Models.Count, _options.OverridePath!);
                return true;
            }
            catch (Exception exception) when (exception is CatalogueException or IOException or UnauthorizedAccessException)
            {
                LogRefused(exception.Message);
                return false;
            }
        }
    }

    private static string Tail(string id) => id[(id.LastIndexOf('/') + 1)..];

    private static string? Fingerprint(string? text) =>
        text is null ? null : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private string? ReadOverride()
    {
        if (_options.OverridePath is not { } path || !File.Exists(path))
        {
            return null;
        }

        return new FileInfo(path).Length <= LargestFile
            ? File.ReadAllText(path)
            : throw new CatalogueException(path, [$"The file is larger than {LargestFile} bytes."]);
    }

    private sealed record Snapshot(IReadOnlyList<ModelEntry> Models, FrozenDictionary<string, ModelEntry> ById)
    {
        public static Snapshot Of(IReadOnlyList<ModelEntry> models) =>
            new(models, models.ToFrozenDictionary(model => model.Id, StringComparer.OrdinalIgnoreCase));
    }
}
