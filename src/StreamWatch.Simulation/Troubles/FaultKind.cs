namespace StreamWatch.Simulation.Troubles;

/// <summary>How a machine fails.</summary>
internal enum FaultKind
{
    /// <summary>It is off.</summary>
    Machine,

    /// <summary>Its services do not run; it answers for itself.</summary>
    Service,

    /// <summary>Its services answer with errors.</summary>
    Errors,
}
