using StreamWatch.Collectors.Feeds;

namespace StreamWatch.App.Replay;

/// <summary>What a replay has done so far. Read by the progress bar while it goes on.</summary>
internal sealed class ReplayStatistics
{
    private long _elems;
    private long _bytesDone;
    private long _mrtBytes;

    /// <summary>Elems read.</summary>
    public long Elems => Volatile.Read(ref _elems);

    /// <summary>Bytes of the files on disk that are behind; near enough for a bar.</summary>
    public long BytesDone => Volatile.Read(ref _bytesDone);

    /// <summary>Records read.</summary>
    public long Records { get; set; }

    /// <summary>Probe results read.</summary>
    public long Probes { get; set; }

    /// <summary>Records that could not be decoded, in whole or in part; kept in <c>rejected_records</c>.</summary>
    public long Rejected { get; set; }

    /// <summary>Records whose time is not believed; kept, and decide nothing.</summary>
    public long Implausible { get; set; }

    /// <summary>Time spent on deciding.</summary>
    public TimeSpan Detecting { get; set; }

    /// <summary>Time spent on waiting for ClickHouse.</summary>
    public TimeSpan Waiting { get; set; }

    /// <summary>Files that end too early: a line each.</summary>
    public List<string> Tears { get; } = [];

    /// <summary>Bytes on disk of files of probe results that are behind.</summary>
    public long ProbeBytes { get; private set; }

    /// <summary>A file of probe results is behind.</summary>
    public void PassProbeFile(long bytes)
    {
        ProbeBytes += bytes;
        Reach(_mrtBytes);
    }

    /// <summary>A file ends too early.</summary>
    public void Tear(string path, FeedTear tear) =>
        Tears.Add($"{path}: torn at byte {tear.Offset:N0}: {tear.Reason}; everything before it was read");

    public void Count() => Volatile.Write(ref _elems, _elems + 1);

    /// <summary>So many bytes of the MRT files are behind.</summary>
    public void Reach(long bytes)
    {
        _mrtBytes = bytes;
        Volatile.Write(ref _bytesDone, bytes + ProbeBytes);
    }
}
