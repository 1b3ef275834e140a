namespace StreamWatch.Schemas.Batches;

/// <summary>The topics of a cluster. Each has the version of its contract in its name.</summary>
/// <param name="Prefix">What their names begin with.</param>
public sealed record TopicNames(string Prefix)
{
    /// <summary>Elems: <c>routes.proto</c>.</summary>
    public string Routes => $"{Prefix}.routes.v{Contract.Version}";

    /// <summary>Probe results: <c>probes.proto</c>.</summary>
    public string Probes => $"{Prefix}.probes.v{Contract.Version}";

    /// <summary>What the detection finds: <c>results.proto</c>.</summary>
    public string Results => $"{Prefix}.results.v{Contract.Version}";

    /// <summary>What buckets of routes tell each other: <c>tasks.proto</c>. The topology alone has it.</summary>
    public string Exchange => $"{Prefix}.exchange.v{Contract.Version}";

    /// <summary>What buckets tell the entities: <c>tasks.proto</c>. The topology alone has it.</summary>
    public string Entities => $"{Prefix}.entities.v{Contract.Version}";

    /// <summary>Those that stages join by.</summary>
    public IReadOnlyList<string> All => [Routes, Probes, Results];

    /// <summary>Those that the tasks of the topology join by.</summary>
    public IReadOnlyList<string> OfTopology => [Exchange, Entities];
}
