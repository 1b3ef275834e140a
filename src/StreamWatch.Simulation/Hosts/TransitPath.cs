using StreamWatch.Simulation.Traffic;

namespace StreamWatch.Simulation.Hosts;

/// <summary>The way between a vantage point and a network, without the network's own link.</summary>
/// <param name="BaseMilliseconds">Round trip by distance.</param>
/// <param name="Loss">Loss each way that has nothing to do with load, 0 to 0.015.</param>
/// <param name="Queue">The busiest hop.</param>
/// <param name="QuietLoad">Its load in the night.</param>
/// <param name="BusyLoad">Its load at the peak.</param>
/// <param name="Day">When the peak is.</param>
internal sealed record TransitPath(double BaseMilliseconds, double Loss, FiniteQueue Queue, double QuietLoad, double BusyLoad, Diurnal Day)
{
    public double LoadAt(DateTimeOffset time) => QuietLoad + ((BusyLoad - QuietLoad) * Day.At(time));
}
