using StreamWatch.Collectors.Results;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>What a replay keeps of a file of probe results while it is read: the blocks being filled and how far they reach.</summary>
internal sealed class ProbeFileInProgress(ProbeFile file, StoredSource source)
{
    public ProbeFile File { get; } = file;

    public StoredSource Source { get; } = source;

    public StreamInProgress<ProbeResultBlock> Results { get; } = new(source, StoredTable.ProbeResults);

    public StreamInProgress<HeartbeatBlock> Heartbeats { get; } = new(source, StoredTable.Heartbeats);

    public StreamInProgress<RejectedRecordBlock> Rejected { get; } = new(source, StoredTable.RejectedRecords);

    public StreamInProgress<SourceMarkBlock> Marks { get; } = new(source, StoredTable.SourceMarks);

    /// <summary>Newest time of its lines that was believed, nanoseconds since the epoch.</summary>
    public long NewestNanos { get; set; } = file.FirstNanos;
}
