namespace StreamWatch.Domain.Visibility;

/// <summary>What an outage is known from; of routes: what the knowledge of the views' tables rests on. The values are stored.</summary>
public enum Basis : byte
{
    /// <summary>Whole tables, from a dump or heard after a session came up.</summary>
    Rib = 1,

    /// <summary>Only what the views said since the stream began: a view that speaks of a prefix is known to have carried it.</summary>
    Learned = 2,

    /// <summary>Active probes.</summary>
    Probes = 3,
}
