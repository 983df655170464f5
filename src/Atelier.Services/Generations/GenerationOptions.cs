using System.ComponentModel.DataAnnotations;

namespace Atelier.Services.Generations;

/// <summary>How long a generation may stay in each state, and how often things are tried again.</summary>
public sealed class GenerationOptions
{
    /// <summary>Longest wait for a turn. Larger values survive longer vendor outages; callers wait longer for a failure. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Added to a model's submit timeout before the submission is given up as unanswered. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SubmitGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time to copy a delivered result into the store. Default: 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an unknown outcome waits to be resolved by an operator before it fails and its hold is released. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan UnknownTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most attempts of one generation, crashes of ours included. Default: 10.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>First wait after the vendor asked to slow down without saying for how long; doubles with each attempt. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RequeueDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between attempts. Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxRequeueDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a generation waits for a vendor that asks to slow down before it goes to a fallback, when its model has one. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan FailoverPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Wait before asking again after a poll or a store write that failed. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FaultDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the vendor is asked to stop a cancelled task before we stop asking. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CancelPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a cancel call waits for the generation to stop before it answers with the state reached. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CancelWait { get; set; } = TimeSpan.FromSeconds(3);
}
