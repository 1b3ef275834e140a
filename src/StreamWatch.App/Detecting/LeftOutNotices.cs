using Serilog;
using StreamWatch.App.Running;

namespace StreamWatch.App.Detecting;

/// <summary>Says what is published and not decided on: when it grows, and once a minute at most. Not thread-safe.</summary>
internal sealed class LeftOutNotices(TimeProvider time, ILogger log)
{
    private readonly Occasionally _missing = new(time);
    private readonly Occasionally _outlived = new(time);
    private long _toldMissing;
    private long _toldOutlived;
    private int _toldUndeclared;

    /// <summary>Says what is new of it.</summary>
    /// <param name="missing">Batches that never came, or that the topics do not keep any more.</param>
    /// <param name="outlived">Batches of sessions that a newer one of the same producer has ended.</param>
    /// <param name="undeclared">Names of producers that publish and are not waited for.</param>
    public void Tell(long missing, long outlived, IReadOnlyCollection<string> undeclared)
    {
        if (missing > _toldMissing && _missing.IsDue())
        {
            _toldMissing = missing;
            log.Warning("{Batches} batches never came or are not kept any more: what they held decides nothing", missing);
        }

        if (outlived > _toldOutlived && _outlived.IsDue())
        {
            _toldOutlived = outlived;
            log.Warning("{Batches} batches are of sessions that a newer one of the same producer has ended, and decide nothing: do two processes publish under one name?", outlived);
        }

        if (undeclared.Count > _toldUndeclared)
        {
            _toldUndeclared = undeclared.Count;
            log.Warning("What {Producers} publish is left out: --producers does not name them", string.Join(", ", undeclared.Order(StringComparer.Ordinal)));
        }
    }
}
