using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Simulation.Files;

/// <summary>
/// The files of one vantage point, <c>probes/NAME.YYYYMMDD.jsonl.gz</c>, one a day, in order of time: the lines of
/// <see cref="ProbeLineWriter"/>. What is in them is the same on every machine; how tightly it is packed may differ with the runtime.
/// </summary>
internal sealed class ProbeArchive(DirectoryInfo folder, string vantage) : IDisposable
{
    /// <summary>Name of the folder beside <c>truth.json</c>.</summary>
    public const string FolderName = "probes";

    private const int FlushAt = 1 << 16;

    private readonly ArrayBufferWriter<byte> _lines = new(FlushAt * 2);
    private string? _day;
    private GZipStream? _file;

    public int FilesWritten { get; private set; }

    public long Lines { get; private set; }

    public void Write(in ProbeResult result)
    {
        Turn(result.StartedAtNanos);
        ProbeLineWriter.Write(_lines, result);
        Wrote();
    }

    public void Write(in VantageHeartbeat heartbeat)
    {
        Turn(heartbeat.AtNanos);
        ProbeLineWriter.Write(_lines, heartbeat);
        Wrote();
    }

    public void Dispose()
    {
        Flush();
        _file?.Dispose();
        _file = null;
    }

    private void Wrote()
    {
        Lines++;
        if (_lines.WrittenCount >= FlushAt)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _file?.Write(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
    }

    private void Turn(long nanos)
    {
        var day = DateTime.UnixEpoch.AddTicks(nanos / 100).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        if (day == _day)
        {
            return;
        }

        Dispose();
        _day = day;
        var probes = folder.CreateSubdirectory(FolderName);
        _file = new GZipStream(File.Create(Path.Combine(probes.FullName, $"{vantage}.{day}.jsonl.gz")), CompressionLevel.Fastest);
        FilesWritten++;
    }
}
