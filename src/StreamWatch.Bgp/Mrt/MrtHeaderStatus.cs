namespace StreamWatch.Bgp.Mrt;

/// <summary>What came of reading a record header.</summary>
public enum MrtHeaderStatus
{
    Ok,

    /// <summary>The bytes end inside the header.</summary>
    NeedMore,

    /// <summary>The length is impossible: over <see cref="MrtHeader.MaxRecordLength"/>, or under 4 in an extended header.</summary>
    TooLong,
}
