namespace StreamWatch.Tests.Simulation;

/// <summary>A probe result of a simulated file, read back by other means than the product's.</summary>
sealed record ReadProbe(DateTimeOffset At, string Vantage, string Target, string Kind, string Outcome, double? Rtt)
{
    public bool IsOk => Outcome == "ok";
}
