using StreamWatch.Simulation.Scenarios;

namespace StreamWatch.Simulation;

/// <summary>The scenarios there are.</summary>
public static class ScenarioRegistry
{
    /// <summary>All scenarios, in the order in which they are listed to people.</summary>
    public static IReadOnlyList<SimulationScenario> All { get; } =
    [
        new FoundingScenario(),
        new DdosScenario(),
        new ShutdownScenario(),
        new CableCutScenario(),
        new PowerLossScenario(),
        new FaultyRoaScenario(),
        new SingleServerDownScenario(),
        new SharedAddressScenario(),
        new DeadSitesScenario(),
        new FlappingHostScenario(),
        new RollingMaintenanceScenario(),
        new SlowRampScenario(),
        new VantageDiesScenario(),
        new VantageLossScenario(),
        new ControlsFailScenario(),
        new CollectorResetScenario(),
        new HijackCoveredScenario(),
        new QuietMonthScenario(),
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

    /// <summary>The scenario of this name, or null; <c>demo</c> is the founding case.</summary>
    public static SimulationScenario? Find(string name) =>
        name == "demo" ? All[0] : All.FirstOrDefault(scenario => scenario.Name.Equals(name, StringComparison.Ordinal));
}
