using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Running;

/// <summary>How a target stands.</summary>
/// <param name="Target">What it is.</param>
/// <param name="Verdict">What was agreed on in the bin closed last.</param>
/// <param name="IsControl">Whether it tells of the vantage point.</param>
/// <param name="Last">Its newest result; null where there is none yet.</param>
internal sealed record TargetLook(WatchedTarget Target, Verdict Verdict, bool IsControl, ProbeResult? Last);
