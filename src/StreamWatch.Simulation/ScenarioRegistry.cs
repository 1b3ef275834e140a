using StreamWatch.Simulation.Scenarios;

namespace StreamWatch.Simulation;

/// <summary>The scenarios there are.</summary>
public static class ScenarioRegistry
{
    /// <summary>All scenarios, in the order in which they are listed to people.</summary>
    public static IReadOnlyList<SimulationScenario> All { get; } =
    [
        new DemoScenario(),
        new LearnedScenario(),
        new OwnOutagesScenario(),
        new ResetsWithStatesScenario(),
        new ResetsWithoutStatesScenario(),
        new MissingFileScenario(),
        new HijackScenario(),
        new TableTransferScenario(),
        new NoRibStartScenario(),
        new FlappingScenario(),
    ];

    /// <summary>The scenario of this name, or null.</summary>
    public static SimulationScenario? Find(string name) =>
        All.FirstOrDefault(scenario => scenario.Name.Equals(name, StringComparison.Ordinal));
}
