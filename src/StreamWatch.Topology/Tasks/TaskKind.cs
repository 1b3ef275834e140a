namespace StreamWatch.Topology.Tasks;

/// <summary>The kinds of tasks that the topology has.</summary>
public enum TaskKind
{
    /// <summary>Reads routes and the exchange of one partition; sends to every partition of the exchange and of the entities.</summary>
    RouteBucket,

    /// <summary>Reads probes; sends to every partition of the entities.</summary>
    ProbeBucket,

    /// <summary>Reads entities; sends results.</summary>
    Entity,
}
