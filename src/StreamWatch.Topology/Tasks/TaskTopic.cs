namespace StreamWatch.Topology.Tasks;

/// <summary>Topics that tasks read and write.</summary>
public enum TaskTopic
{
    /// <summary>Elems, by bucket of their prefix.</summary>
    Routes,

    /// <summary>Probe results, by target.</summary>
    Probes,

    /// <summary>What buckets of routes tell each other; partitioned as the routes are.</summary>
    Exchange,

    /// <summary>What buckets tell the entities.</summary>
    Entities,

    /// <summary>What is found.</summary>
    Results,
}
