using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Happenings;

/// <summary>One update file of a collector does not exist; what it would have said is never said again.</summary>
/// <param name="Collector">The collector.</param>
/// <param name="FileStart">Start of the file, on a quarter of an hour.</param>
public sealed record LostFile(SimulatedCollector Collector, DateTimeOffset FileStart) : IHappening
{
    public void Schedule(SimulationRun run, Prng random)
    {
        run.LoseFile(Collector, FileStart);
        run.Truth.EventList.Add(new LabelledEvent(
            Labels.MissingFile, FileStart, FileStart + TimeSpan.FromMinutes(15), [Collector.Name], [], [], [],
            $"{Collector.Name} has no file updates.{FileStart.UtcDateTime:yyyyMMdd.HHmm}"));
    }
}
