using StreamWatch.Storage;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>What an evaluation was asked for, checked.</summary>
internal sealed record EvaluateRequest
{
    /// <summary>Folders of labelled data; empty where a series is evaluated.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>File of labelled signals; null where folders are evaluated.</summary>
    public required string? Series { get; init; }

    /// <summary>Signals of the file.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>File to write every outage to; null for none.</summary>
    public required string? Details { get; init; }

    public required bool Json { get; init; }

    /// <summary>Folders at a time.</summary>
    public required int Parallel { get; init; }

    /// <summary>Where to store it; null for nowhere.</summary>
    public required StoreOptions? Store { get; init; }
}
