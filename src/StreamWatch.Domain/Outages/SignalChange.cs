namespace StreamWatch.Domain.Outages;

/// <summary>What a bin changed about an entity's outage.</summary>
public enum SignalChange
{
    None = 0,
    Opened = 1,
    Worsened = 2,
    Recovered = 3,
    Rebaselined = 4,
}
