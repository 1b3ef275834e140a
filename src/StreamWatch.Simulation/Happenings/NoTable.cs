using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation.Happenings;

/// <summary>Writes down that a window begins without a table.</summary>
public sealed record NoTable : IHappening
{
    public void Schedule(SimulationRun run, Prng random) => run.Truth.EventList.Add(new LabelledEvent(
        Labels.StartWithoutTable, run.Window.Start, run.Window.Start, [.. run.Network.Collectors.Select(collector => collector.Name)],
        [], [], [], "the files begin without a table"));
}
