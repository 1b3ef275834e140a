using StreamWatch.Collectors.Archives;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>What a replay keeps of a file while it is read: the blocks being filled and how far they reach.</summary>
internal sealed class FileInProgress(ArchiveFile file, StoredSource source)
{
    public ArchiveFile File { get; } = file;

    public StoredSource Source { get; } = source;

    public StreamInProgress<ElemBlock> Elems { get; } = new(source, StoredTable.Elems);

    public StreamInProgress<PeerStateBlock> PeerStates { get; } = new(source, StoredTable.PeerStates);

    public StreamInProgress<RejectedRecordBlock> Rejected { get; } = new(source, StoredTable.RejectedRecords);

    public StreamInProgress<SourceMarkBlock> Marks { get; } = new(source, StoredTable.SourceMarks);

    /// <summary>What came first where times are equal.</summary>
    public SessionTurns Turns { get; } = new();

    /// <summary>Bytes of the decompressed stream that are behind.</summary>
    public long Offset { get; set; }
}
