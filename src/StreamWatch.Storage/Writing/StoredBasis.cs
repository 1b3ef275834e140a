namespace StreamWatch.Storage.Writing;

/// <summary>What an outage is known from, and what visibility was measured against, as stored.</summary>
public enum StoredBasis : byte
{
    /// <summary>A table dump said which views carried which prefixes.</summary>
    Rib = 1,

    /// <summary>Only updates were there: a view is known to carry what it once announced or withdrew.</summary>
    Learned = 2,

    /// <summary>Active probes; of outages only.</summary>
    Probes = 3,
}
