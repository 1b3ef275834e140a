using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Replay;

/// <summary>What a replay found.</summary>
internal sealed record ReplayResult
{
    public required string RunId { get; init; }

    /// <summary>The last revision of every outage, by onset.</summary>
    public required IReadOnlyList<OutageRevision> Outages { get; init; }

    /// <summary>Events that came after their bin was closed; stored, but they decided nothing.</summary>
    public required long LateEvents { get; init; }

    /// <summary>Views met.</summary>
    public required int Views { get; init; }

    /// <summary>Wall time of the whole run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Rows that this run added; less than there are where it went on with an earlier one.</summary>
    public long RowsStored { get; init; }

    /// <summary>Time that the writer in the background was busy.</summary>
    public TimeSpan Storing { get; init; }
}
