using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Simulation;

/// <summary>An elem of a simulated file, read back.</summary>
sealed record SimulatedElem(DateTimeOffset Time, string View, AddressFamily Family, ElemType Type, Prefix Prefix, IReadOnlyList<uint> Path, bool Up)
{
    public uint Origin => Path[^1];
}
