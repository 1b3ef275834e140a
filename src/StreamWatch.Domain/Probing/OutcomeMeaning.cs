namespace StreamWatch.Domain.Probing;

/// <summary>What each outcome means for its target (design: Detection, point 1).</summary>
public static class OutcomeMeaning
{
    /// <summary>The class of an outcome. The three of the name service speak of a dns target, and of no other.</summary>
    public static OutcomeClass Of(ProbeOutcome outcome, TargetKind kind) => outcome switch
    {
        ProbeOutcome.Ok => OutcomeClass.Service,
        ProbeOutcome.ConnectionRefused or ProbeOutcome.ConnectionReset or ProbeOutcome.TlsFailure or ProbeOutcome.ProtocolError
            or ProbeOutcome.HttpServerError => OutcomeClass.Alive,
        ProbeOutcome.DnsNxdomain or ProbeOutcome.DnsServerFailure => kind == TargetKind.Dns ? OutcomeClass.Alive : OutcomeClass.NotTheTargets,
        ProbeOutcome.DnsTimeout => kind == TargetKind.Dns ? OutcomeClass.Silent : OutcomeClass.NotTheTargets,
        ProbeOutcome.Timeout or ProbeOutcome.HostUnreachable or ProbeOutcome.NetworkUnreachable => OutcomeClass.Silent,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no outcome of the closed list"),
    };
}
