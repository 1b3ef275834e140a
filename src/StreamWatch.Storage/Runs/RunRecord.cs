namespace StreamWatch.Storage.Runs;

/// <summary>A run of the program, as kept in <c>runs</c>.</summary>
public sealed record RunRecord
{
    /// <summary>From the hash of inputs and options.</summary>
    public required string RunId { get; init; }

    /// <summary>Command, for example <c>replay</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Options as JSON.</summary>
    public string Options { get; init; } = "{}";

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    public RunState State { get; init; } = RunState.Running;

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Elems read.</summary>
    public long Elems { get; init; }

    /// <summary>Records rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>Outages found.</summary>
    public long Outages { get; init; }
}
