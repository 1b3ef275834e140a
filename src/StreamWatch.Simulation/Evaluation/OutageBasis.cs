namespace StreamWatch.Simulation.Evaluation;

/// <summary>What an outage is true by, or was found by.</summary>
public enum OutageBasis
{
    /// <summary>The routes that route collectors see.</summary>
    Routes,

    /// <summary>Whether hosts serve.</summary>
    Units,
}
