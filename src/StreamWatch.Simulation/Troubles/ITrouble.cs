namespace StreamWatch.Simulation.Troubles;

/// <summary>Something that acts on hosts, links or vantage points for a while: a flood, a cut, a fault. What follows from it is the model's.</summary>
internal interface ITrouble
{
    /// <summary>Sets the forces of the step at this time; all forces were taken away before.</summary>
    void Apply(DateTimeOffset now);
}
