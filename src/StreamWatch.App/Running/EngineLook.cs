using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Running;

/// <summary>What the detection knows at a moment.</summary>
/// <param name="DecidedUpTo">End of the bin closed last, UTC; null before the first.</param>
/// <param name="Targets">The targets, in order of the watch file.</param>
/// <param name="Vantages">The vantage points, in order of the watch file.</param>
/// <param name="Open">Outages that are open, by onset, the widest first.</param>
/// <param name="Changes">The newest revisions that opened or ended an outage, newest first.</param>
/// <param name="LateEvents">What came after its bin was closed.</param>
internal sealed record EngineLook(
    DateTime? DecidedUpTo,
    IReadOnlyList<TargetLook> Targets,
    IReadOnlyList<VantageLook> Vantages,
    IReadOnlyList<OutageRevision> Open,
    IReadOnlyList<OutageRevision> Changes,
    long LateEvents);
