namespace StreamWatch.Topology.Buckets;

/// <summary>How far a bucket is with a bin.</summary>
internal enum BucketStage
{
    /// <summary>It waits for the next bin.</summary>
    Idle,

    /// <summary>Its events are applied; it waits for the others' reports.</summary>
    Reported,

    /// <summary>It waits for the others' origins.</summary>
    Asked,
}
