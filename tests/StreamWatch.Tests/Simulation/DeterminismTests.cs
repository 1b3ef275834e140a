using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.Tests.Simulation;

public sealed class DeterminismTests
{
    public static TheoryData<string> Names => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_gives_others(string name)
    {
        var once = SimulatedSet.Of(name, 1).Fingerprint();
        Assert.Equal(once, SimulatedSet.Make(name, 1).Fingerprint());
        Assert.NotEqual(once, SimulatedSet.Make(name, 2).Fingerprint());
    }
}
