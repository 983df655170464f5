namespace Atelier.Providers.ExtensionsAI.Plugged;

/// <summary>The input holds something that the interface of a plugged client cannot express.</summary>
internal sealed class PluggedInputException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
