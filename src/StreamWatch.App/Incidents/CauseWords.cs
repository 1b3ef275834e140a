using System.Text.Json;
using StreamWatch.Domain.Incidents;

namespace StreamWatch.App.Incidents;

/// <summary>Names of causes for programs and for people.</summary>
internal static class CauseWords
{
    /// <summary>As in JSON: <c>network_stress</c>.</summary>
    public static string Name(Cause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());

    /// <summary>As in a sentence behind "consistent with".</summary>
    public static string Of(Cause cause) => cause switch
    {
        Cause.NetworkStress => "stress on the network (more traffic than it carries)",
        Cause.Shutdown => "a shutdown",
        Cause.UpstreamOrCableCut => "a cut of a cable or the upstream",
        Cause.PowerLoss => "a loss of power",
        Cause.RoutingMisconfiguration => "a fault in routing",
        Cause.SingleTarget => "a fault of that host alone",
        Cause.Maintenance => "planned work",
        Cause.MeasurementFault => "a fault of the measurement",
        _ => "nothing that is known here",
    };
}
