using StreamWatch.App.Replay;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;

namespace StreamWatch.App.Detecting;

/// <summary>Listens to nothing: for what was told before.</summary>
internal sealed class MuteInput : IDetectionInput
{
    public static readonly MuteInput Instance = new();

    public int AddView(ViewKey key) => throw new InvalidOperationException("views are added to the detection itself");

    public ViewKey KeyOf(int view) => throw new InvalidOperationException("views are asked of the detection itself");

    public void DeclareUncovered(string collector, long fromMicros, long toMicros)
    {
    }

    public void Reached(long micros)
    {
    }

    public void Take(in RouteEvent e)
    {
    }

    public void Take(in ProbeResult result)
    {
    }

    public void Take(in VantageHeartbeat heartbeat)
    {
    }

    public void EndCollector(string collector, long lastMicros)
    {
    }
}
