using Serilog;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Running;

/// <summary>Says that ClickHouse is away, full or busy, at once and then once a minute, and when it has passed. One for each store; safe for concurrent use.</summary>
internal sealed class StoreTrouble(TimeProvider time, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly Occasionally _away = new(time);

    /// <summary>A failure that is tried again; null when it has passed.</summary>
    public void Tell(ClickHouseException? failure)
    {
        lock (_lock)
        {
            if (failure is null)
            {
                if (_away.End())
                {
                    log.Warning("ClickHouse takes what it is given again");
                }
            }
            else if (_away.IsDue())
            {
                log.Error("ClickHouse does not take what it is given; it is tried again: {Reason}", failure.Message);
            }
        }
    }
}
