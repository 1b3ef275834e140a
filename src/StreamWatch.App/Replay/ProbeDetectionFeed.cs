using StreamWatch.Collectors.Feeds;
using StreamWatch.Collectors.Results;
using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Replay;

/// <summary>Carries probe results to the detection: what decides, and nothing that keeps.</summary>
internal sealed class ProbeDetectionFeed(IDetectionInput input, IReadOnlyList<ProbeFile> files, ReplayStatistics statistics) : IProbeFileSink
{
    public void Result(int file, long offset, in ProbeResult result, bool isPlausible)
    {
        statistics.Probes++;
        if (isPlausible)
        {
            input.Take(result);
        }
        else
        {
            statistics.Implausible++;
        }
    }

    public void Heartbeat(int file, long offset, in VantageHeartbeat heartbeat, bool isPlausible)
    {
        if (isPlausible)
        {
            input.Take(heartbeat);
        }
        else
        {
            statistics.Implausible++;
        }
    }

    public void Rejected(int file, long offset, ReadOnlySpan<byte> line, string fault) => statistics.Rejected++;

    public void EndFile(int file, long bytes, FeedTear? tear)
    {
        if (tear is not null)
        {
            statistics.Tear(files[file].Path, tear);
        }

        statistics.PassProbeFile(files[file].Bytes);
    }
}
