namespace StreamWatch.Simulation.World;

/// <summary>How a route collector writes its update files.</summary>
public enum RecordStyle
{
    /// <summary>BGP4MP_ET with microseconds and 4-byte ASNs, as RIPE RIS does since 2015.</summary>
    Extended,

    /// <summary>BGP4MP with whole seconds and 4-byte ASNs, as RouteViews does since 2009.</summary>
    Plain,

    /// <summary>BGP4MP with whole seconds and 2-byte ASNs, with AS4_PATH where needed, as both did before.</summary>
    TwoByte,
}
