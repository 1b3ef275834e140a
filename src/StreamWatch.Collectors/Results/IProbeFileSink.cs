using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Results;

/// <summary>Takes what files of probe results hold, in order of time across the files.</summary>
public interface IProbeFileSink
{
    /// <summary>A result.</summary>
    /// <param name="file">Number of the file.</param>
    /// <param name="offset">First byte of its line in the decompressed file.</param>
    /// <param name="result">The result.</param>
    /// <param name="isPlausible">Whether its time is believed.</param>
    void Result(int file, long offset, in ProbeResult result, bool isPlausible);

    /// <summary>A heartbeat.</summary>
    /// <param name="file">Number of the file.</param>
    /// <param name="offset">First byte of its line in the decompressed file.</param>
    /// <param name="heartbeat">The heartbeat.</param>
    /// <param name="isPlausible">Whether its time is believed.</param>
    void Heartbeat(int file, long offset, in VantageHeartbeat heartbeat, bool isPlausible);

    /// <summary>A line that is neither.</summary>
    /// <param name="file">Number of the file.</param>
    /// <param name="offset">First byte of the line in the decompressed file.</param>
    /// <param name="line">The line, or its beginning.</param>
    /// <param name="fault">What is wrong with it.</param>
    void Rejected(int file, long offset, ReadOnlySpan<byte> line, string fault);

    /// <summary>A file has ended.</summary>
    /// <param name="file">Number of the file.</param>
    /// <param name="bytes">Bytes of the decompressed file that were read.</param>
    /// <param name="tear">Where and why it ended too early; null where it is whole.</param>
    void EndFile(int file, long bytes, FeedTear? tear);
}
