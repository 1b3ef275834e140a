namespace StreamWatch.Domain.Incidents;

/// <summary>Stage of an outage (design: Detection, point 7). Any may be missing; their order and the gaps between them are what a cause is read from. The values are stored.</summary>
public enum Phase : byte
{
    /// <summary>Loss and delay, while most still serve.</summary>
    Degrading = 1,

    /// <summary>Half of what is probed fails.</summary>
    Failing = 2,

    /// <summary>The routes are gone, or everything is silent.</summary>
    Isolated = 3,

    /// <summary>The first kind of service is back.</summary>
    Recovering = 4,

    Recovered = 5,
}
