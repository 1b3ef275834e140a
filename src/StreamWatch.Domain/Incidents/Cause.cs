namespace StreamWatch.Domain.Incidents;

/// <summary>What an outage is consistent with; never who did it. The values are stored.</summary>
public enum Cause : byte
{
    Unexplained = 0,

    /// <summary>More traffic than the network carries, as in a denial-of-service attack or a flash crowd: loss and delay, then servers, routers last.</summary>
    NetworkStress = 1,

    /// <summary>Switched off on purpose: routes and hosts together, often on the hour or half hour.</summary>
    Shutdown = 2,

    /// <summary>A cable, or the only upstream: abrupt, without instability before.</summary>
    UpstreamOrCableCut = 3,

    /// <summary>Electricity: abrupt for many hosts, back one after the other, routes often still there.</summary>
    PowerLoss = 4,

    /// <summary>Routes or origins change, or are refused, while the hosts are as before.</summary>
    RoutingMisconfiguration = 5,

    /// <summary>No outage of a network: one host or service.</summary>
    SingleTarget = 6,

    /// <summary>Planned work.</summary>
    Maintenance = 7,

    /// <summary>The fault lies with the measurement.</summary>
    MeasurementFault = 8,
}
