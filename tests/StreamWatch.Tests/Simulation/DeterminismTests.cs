using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.Tests.Simulation;

public sealed class DeterminismTests
{
    static readonly string[] Sample = ["learned", "hijack", "missing-file", "ddos", "power-loss"];

    public static TheoryData<string> Sampled { get; } = new(Sample);

    public static TheoryData<string> Others { get; } = new(ScenarioRegistry.All.Select(scenario => scenario.Name).Except(Sample));

    [Theory]
    [MemberData(nameof(Sampled))]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_gives_others(string name) => AssertDetermined(name);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(Others))]
    public void So_it_is_for_every_scenario(string name) => AssertDetermined(name);

    static void AssertDetermined(string name)
    {
        var once = SimulatedSet.Of(name, 1).Fingerprint();
        using var again = SimulatedSet.Make(name, 1);
        Assert.Equal(once, again.Fingerprint());
        using var other = SimulatedSet.Make(name, 2);
        Assert.NotEqual(once, other.Fingerprint());
    }
}
