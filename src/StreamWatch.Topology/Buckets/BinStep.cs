using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>What is done next to every bucket's table.</summary>
/// <param name="Step">Close a bin, leave bins out, or only go on.</param>
/// <param name="Bin">Number of the bin.</param>
/// <param name="Until">The bin behind.</param>
/// <param name="Gap">Of bins that are left out, how many were empty or are left out.</param>
/// <param name="Activity">Of a bin, what each bucket said of it (<see cref="BinActivity"/>); null where a bucket had nothing.</param>
internal sealed record BinStep(TableUpdate.Types.Step Step, long Bin, long Until, long Gap, byte[]?[]? Activity);
