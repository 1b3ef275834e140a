using StreamWatch.Bgp.Mrt;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Collectors.Archives;

/// <summary>Takes the elems of many files in order of time, and is told which file and record they come from.</summary>
public interface IArchiveSink : IMrtSink
{
    /// <summary>The elems that follow come from this record.</summary>
    /// <param name="file">Position of the file in the archive.</param>
    /// <param name="header">Header of the record.</param>
    /// <param name="isPlausible">Whether its time is believed; where not, it is kept but decides nothing.</param>
    void BeginRecord(int file, in MrtHeader header, bool isPlausible);

    /// <summary>All of the record has been passed on.</summary>
    void EndRecord(int file, in MrtHeader header);

    /// <summary>A file has come to its end.</summary>
    /// <param name="file">Position of the file in the archive.</param>
    /// <param name="bytes">Bytes of its decompressed stream that were good.</param>
    /// <param name="tear">Where it ends too early; null where it ended well.</param>
    void EndFile(int file, long bytes, FeedTear? tear);
}
