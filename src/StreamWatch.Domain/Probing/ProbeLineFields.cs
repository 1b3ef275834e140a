using System.Net;

namespace StreamWatch.Domain.Probing;

/// <summary>What of a line has been read so far.</summary>
internal struct ProbeLineFields
{
    /// <summary>The fields that stood there, null ones included, as bits of their numbers.</summary>
    public int Seen;

    public string? Vantage;
    public string? Target;
    public TargetKind? Kind;
    public ProbeProtocol? Protocol;
    public IPAddress? Address;
    public long? StartedAt;
    public long? HeartbeatAt;
    public double? Rtt;
    public ProbeOutcome? Outcome;
    public string? Detail;
}
