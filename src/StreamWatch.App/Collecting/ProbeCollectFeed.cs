using Google.Protobuf;
using StreamWatch.App.Metrics;
using StreamWatch.App.Replay;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Collectors.Results;
using StreamWatch.Domain.Probing;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Collecting;

/// <summary>Where every probe result of an archive goes that is published: into the rounds.</summary>
/// <param name="detection">What the detection would be told.</param>
/// <param name="rounds">Where everything goes.</param>
/// <param name="files">The files, by number.</param>
/// <param name="metrics">Hears of the results; null where nobody counts.</param>
internal sealed class ProbeCollectFeed(ProbeDetectionFeed detection, RoundBuilder rounds, IReadOnlyList<ProbeFile> files, StageMetrics? metrics) : IProbeFileSink
{
    private const int LongestReason = 120;
    private const long NanosInMicro = 1000;

    private readonly long[] _newestNanos = new long[files.Count];

    public void Result(int file, long offset, in ProbeResult result, bool isPlausible)
    {
        detection.Result(file, offset, result, isPlausible);
        _newestNanos[file] = isPlausible ? Math.Max(_newestNanos[file], result.StartedAtNanos) : _newestNanos[file];
        rounds.Result(result, setAside: !isPlausible);
        metrics?.ProbeResults(result.Outcome.Name());
        rounds.CutWhenFull();
    }

    public void Heartbeat(int file, long offset, in VantageHeartbeat heartbeat, bool isPlausible)
    {
        detection.Heartbeat(file, offset, heartbeat, isPlausible);
        _newestNanos[file] = isPlausible ? Math.Max(_newestNanos[file], heartbeat.AtNanos) : _newestNanos[file];
        rounds.Heartbeat(heartbeat, setAside: !isPlausible);
        rounds.CutWhenFull();
    }

    public void Rejected(int file, long offset, ReadOnlySpan<byte> line, string fault)
    {
        detection.Rejected(file, offset, line, fault);
        rounds.RejectedProbe(new RejectedInput
        {
            Source = Path.GetFileName(files[file].Path),
            Offset = offset,
            Reason = fault.Length > LongestReason ? fault[..LongestReason] : fault,
            FirstBytes = ByteString.CopyFrom(line[..Math.Min(line.Length, RejectedRecordRow.KeptBytes)]),
        });
    }

    public void EndFile(int file, long bytes, FeedTear? tear)
    {
        detection.EndFile(file, bytes, tear);
        rounds.ProbeFileEnd(new ProbeFileEnd { AtMicros = _newestNanos[file] / NanosInMicro });
    }
}
