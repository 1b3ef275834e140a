namespace StreamWatch.Simulation.Truth;

/// <summary>Names of the causes of outages.</summary>
public static class Causes
{
    public const string NetworkStress = "network_stress";
    public const string Shutdown = "shutdown";
    public const string Cut = "upstream_or_cable_cut";
    public const string PowerLoss = "power_loss";
    public const string Misconfiguration = "routing_misconfiguration";
    public const string Unexplained = "unexplained";
}
