using StreamWatch.Collectors.Feeds;
using StreamWatch.Collectors.Results;
using StreamWatch.Domain.Probing;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>Where every probe result of a replay goes: into the detection, and into a block of its file that is stored once it is full.</summary>
internal sealed class ProbeFeed(ProbeDetectionFeed detection, BackgroundWriter writer, IReadOnlyList<ProbeFileInProgress> files) : IProbeFileSink
{
    private const int LongestReason = 120;
    private const int RowsInBlock = 65_536;
    private const long NanosInMicro = 1000;

    public void Result(int file, long offset, in ProbeResult result, bool isPlausible)
    {
        detection.Result(file, offset, result, isPlausible);
        var progress = files[file];
        progress.NewestNanos = isPlausible ? Math.Max(progress.NewestNanos, result.StartedAtNanos) : progress.NewestNanos;
        if (progress.Results.Wants(offset))
        {
            (progress.Results.Block ??= writer.Rent<ProbeResultBlock>()).Append(ProbeResultRow.Of(result) with { SetAside = !isPlausible });
        }

        StoreWhenFull(progress, progress.Results, RowsInBlock, offset + 1);
    }

    public void Heartbeat(int file, long offset, in VantageHeartbeat heartbeat, bool isPlausible)
    {
        detection.Heartbeat(file, offset, heartbeat, isPlausible);
        var progress = files[file];
        progress.NewestNanos = isPlausible ? Math.Max(progress.NewestNanos, heartbeat.AtNanos) : progress.NewestNanos;
        if (progress.Heartbeats.Wants(offset))
        {
            (progress.Heartbeats.Block ??= writer.Rent<HeartbeatBlock>()).Append(new HeartbeatRow(heartbeat.Vantage, heartbeat.AtNanos, !isPlausible));
        }

        StoreWhenFull(progress, progress.Heartbeats, RowsInBlock, offset + 1);
    }

    public void Rejected(int file, long offset, ReadOnlySpan<byte> line, string fault)
    {
        detection.Rejected(file, offset, line, fault);
        var progress = files[file];
        if (progress.Rejected.Wants(offset))
        {
            (progress.Rejected.Block ??= writer.Rent<RejectedRecordBlock>()).Append(new RejectedRecordRow
            {
                Source = Path.GetFileName(progress.File.Path),
                Offset = offset,
                Reason = fault.Length > LongestReason ? fault[..LongestReason] : fault,
                Bytes = line,
                ReceivedAtMicroseconds = null,
            });
        }

        StoreWhenFull(progress, progress.Rejected, ReplayFeed.RowsInBlock, offset + 1);
    }

    public void EndFile(int file, long bytes, FeedTear? tear)
    {
        var progress = files[file];
        StoreWhenFull(progress, progress.Results, 1, bytes);
        StoreWhenFull(progress, progress.Heartbeats, 1, bytes);
        StoreWhenFull(progress, progress.Rejected, 1, bytes);
        if (progress.Marks.Wants(bytes))
        {
            (progress.Marks.Block ??= writer.Rent<SourceMarkBlock>()).Append(
                new SourceMarkRow { MarkedAtMicroseconds = progress.NewestNanos / NanosInMicro, Mark = SourceMark.End, Collector = "" });
        }

        StoreWhenFull(progress, progress.Marks, 1, bytes + 1);
        detection.EndFile(file, bytes, tear);
    }

    private void StoreWhenFull<TBlock>(ProbeFileInProgress file, StreamInProgress<TBlock> stream, int rows, long end)
        where TBlock : NativeBlock
    {
        if (stream.Block is { } block && block.Rows >= rows)
        {
            writer.EnqueueAsync(file.Source, new OffsetRange(stream.Start, end), block).AsTask().GetAwaiter().GetResult();
            stream.Block = null;
            stream.Start = end;
        }
    }
}
