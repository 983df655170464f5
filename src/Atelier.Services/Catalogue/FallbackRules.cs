namespace Atelier.Services.Catalogue;

/// <summary>Checks fallbacks across entries: each must exist, make the same kind of thing and be another model.</summary>
internal static class FallbackRules
{
    public static void Check(IReadOnlyList<ModelEntry> entries, ICollection<string> problems)
    {
        var byId = entries.ToDictionary(entry => entry.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            foreach (var id in entry.Fallbacks)
            {
                if (Problem(entry, id, byId) is { } problem)
                {
                    problems.Add($"Entry '{entry.Id}', property 'fallbacks': {problem}");
                }
            }

            if (entry.Fallbacks.Distinct(StringComparer.OrdinalIgnoreCase).Count() != entry.Fallbacks.Count)
            {
                problems.Add($"Entry '{entry.Id}', property 'fallbacks': a model is there twice.");
            }
        }
    }

    private static string? Problem(ModelEntry entry, string id, Dictionary<string, ModelEntry> byId)
    {
        if (string.Equals(id, entry.Id, StringComparison.OrdinalIgnoreCase))
        {
            return "a model cannot be its own fallback.";
        }

        if (!byId.TryGetValue(id, out var fallback))
        {
            return $"there is no entry '{id}'.";
        }

        return fallback.Modality == entry.Modality ? null : $"'{id}' makes {fallback.Modality.ToString().ToLowerInvariant()}.";
    }
}
