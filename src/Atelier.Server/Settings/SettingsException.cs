namespace Atelier.Server.Settings;

/// <summary>Settings are wrong. The message names every one of them and what to do; it repeats no secret.</summary>
internal sealed class SettingsException(IReadOnlyList<SettingProblem> problems)
    : Exception("These settings stop the start:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem.Setting}: {problem.Message}")))
{
    public IReadOnlyList<SettingProblem> Problems { get; } = problems;
}

/// <summary>One wrong setting.</summary>
/// <param name="Setting">Its exact name.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record SettingProblem(string Setting, string Message);
