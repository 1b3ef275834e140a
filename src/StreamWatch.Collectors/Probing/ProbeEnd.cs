using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing;

/// <summary>How an attempt ended, and in whose words.</summary>
/// <param name="Outcome">One of the closed list.</param>
/// <param name="Detail">The reason; what the other side said is quoted or follows a word of ours, so that it is never taken for a local fault.</param>
internal readonly record struct ProbeEnd(ProbeOutcome Outcome, string? Detail)
{
    /// <summary>
    /// Our own host failed. The outcome is only the nearest of the list; the class of the result comes from the mark before the detail.
    /// </summary>
    public static ProbeEnd Local(string reason, ProbeOutcome outcome = ProbeOutcome.NetworkUnreachable) => new(outcome, ProbeResult.LocalFault + reason);

    public static ProbeEnd Ok(string? detail) => new(ProbeOutcome.Ok, detail);

    public static ProbeEnd Wrong(string detail) => new(ProbeOutcome.ProtocolError, detail);

    public bool IsLocal => Detail?.StartsWith(ProbeResult.LocalFault, StringComparison.Ordinal) == true;
}
