using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>AS131279 (Star JV, North Korea) as it was seen in routes: four /24s, never the covering /22, behind AS4837.</summary>
internal static class StarJv
{
    public const uint Asn = 131279;

    public static SimulatedOrigin AddTo(NetworkBuilder builder) => builder.AddOrigin(
        Asn,
        [4837],
        [
            Prefix.Parse("175.45.176.0/24"),
            Prefix.Parse("175.45.177.0/24"),
            Prefix.Parse("175.45.178.0/24"),
            Prefix.Parse("175.45.179.0/24"),
        ],
        isProtagonist: true);
}
