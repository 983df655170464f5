namespace Atelier.Api.OpenAi;

/// <summary>Which of OpenAI's parameters became which input of the model, so that errors name what the caller wrote.</summary>
internal sealed class ParameterNames
{
    private const string Root = "input.";
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public void Set(string input, string parameter) => _names[input] = parameter;

    /// <summary>A path such as <c>input.count</c> in the caller's words.</summary>
    public string Translate(string field)
    {
        if (!field.StartsWith(Root, StringComparison.Ordinal))
        {
            return field;
        }

        var path = field[Root.Length..];
        var end = path.IndexOfAny(['.', '[']);
        var name = end < 0 ? path : path[..end];
        return (_names.TryGetValue(name, out var own) ? own : name) + (end < 0 ? "" : path[end..]);
    }
}
