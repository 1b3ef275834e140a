using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;

namespace StreamWatch.App.Replay;

/// <summary>What is told to the detection, call by call, in order of time: whether it decides here or in another process that is told the same.</summary>
internal interface IDetectionInput
{
    /// <summary>Adds a view and returns its number.</summary>
    int AddView(ViewKey key);

    /// <summary>Key of a view by its number.</summary>
    ViewKey KeyOf(int view);

    /// <summary>The input holds nothing of this route collector between these times, microseconds since the epoch.</summary>
    void DeclareUncovered(string collector, long fromMicros, long toMicros);

    /// <summary>Everything before this time has been told, microseconds since the epoch.</summary>
    void Reached(long micros);

    /// <summary>A change of a view's table.</summary>
    void Take(in RouteEvent e);

    /// <summary>A probe result.</summary>
    void Take(in ProbeResult result);

    /// <summary>A vantage point was alive.</summary>
    void Take(in VantageHeartbeat heartbeat);

    /// <summary>Nothing more comes of this route collector; its newest time, microseconds since the epoch.</summary>
    void EndCollector(string collector, long lastMicros);
}
