using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Storage.Writing;

/// <summary>One probe and how it ended, on its way into <c>probe_results</c>.</summary>
public readonly record struct ProbeResultRow
{
    /// <summary>Name of the vantage point.</summary>
    public required string Vantage { get; init; }

    /// <summary>Name of the target.</summary>
    public required string Target { get; init; }

    public required TargetKind Kind { get; init; }

    public required ProbeProtocol Protocol { get; init; }

    /// <summary>The address that was probed; the default value where there was none.</summary>
    public RouteAddress Address { get; init; }

    /// <summary>When the attempt began, nanoseconds since 1970 UTC.</summary>
    public required long StartedAtNanos { get; init; }

    /// <summary>Time to the answer, milliseconds; null when nothing came back.</summary>
    public float? RttMilliseconds { get; init; }

    public required ProbeOutcome Outcome { get; init; }

    /// <summary>What the outcome says of the target.</summary>
    public required OutcomeClass Class { get; init; }

    /// <summary>Status code, banner, the kernel's reason; null and empty are the same.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether the detection leaves it out: its time is not believed.</summary>
    public bool SetAside { get; init; }

    /// <summary>The row of a result. Its time to the answer is kept as a 32-bit number: seven digits.</summary>
    public static ProbeResultRow Of(in ProbeResult result) => new()
    {
        Vantage = result.Vantage,
        Target = result.Target,
        Kind = result.Kind,
        Protocol = result.Protocol,
        Address = result.Address is { } address ? RouteAddress.From(address) : default,
        StartedAtNanos = result.StartedAtNanos,
        RttMilliseconds = (float?)result.RttMilliseconds,
        Outcome = result.Outcome,
        Class = result.Class,
        Detail = result.Detail,
    };
}
