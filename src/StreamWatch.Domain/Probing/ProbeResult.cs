using System.Net;

namespace StreamWatch.Domain.Probing;

/// <summary>One attempt and how it ended.</summary>
public readonly record struct ProbeResult
{
    /// <summary>Most characters of <see cref="Detail"/> that are kept.</summary>
    public const int LongestDetail = 256;

    /// <summary>What <see cref="Detail"/> begins with where our own host failed and not the network beyond it.</summary>
    public const string LocalFault = "local: ";

    /// <summary>Name of the vantage point that the probe left from.</summary>
    public required string Vantage { get; init; }

    /// <summary>Name of the target.</summary>
    public required string Target { get; init; }

    public required TargetKind Kind { get; init; }

    public required ProbeProtocol Protocol { get; init; }

    /// <summary>The address that was probed; null where there was none, as after a failed resolution.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>When the attempt began, nanoseconds since the epoch, UTC.</summary>
    public required long StartedAtNanos { get; init; }

    /// <summary>Time to the answer, milliseconds; null when nothing came back.</summary>
    public double? RttMilliseconds { get; init; }

    public required ProbeOutcome Outcome { get; init; }

    /// <summary>Status code, banner, resolver's answer, the kernel's reason; at most <see cref="LongestDetail"/> characters.</summary>
    public string? Detail { get; init; }

    /// <summary>What it says of the target (design: Detection, point 1).</summary>
    public OutcomeClass Class => IsLocalFault ? OutcomeClass.NotTheTargets : OutcomeMeaning.Of(Outcome, Kind);

    private bool IsLocalFault => Detail is { } detail && detail.StartsWith(LocalFault, StringComparison.Ordinal);
}
