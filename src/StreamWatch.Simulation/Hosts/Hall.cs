namespace StreamWatch.Simulation.Hosts;

/// <summary>A room with machines on one supply of power.</summary>
internal sealed class Hall(string name)
{
    public string Name => name;

    /// <summary>A force, set anew in every step.</summary>
    public bool HasPower { get; set; } = true;
}
