namespace StreamWatch.Domain.Outages;

/// <summary>How an outage stands. The values are stored.</summary>
public enum OutageState : byte
{
    /// <summary>It goes on.</summary>
    Open = 1,

    /// <summary>The entity came back.</summary>
    Recovered = 2,

    /// <summary>It lasted so long that the new state is taken for the normal one.</summary>
    Rebaselined = 3,

    /// <summary>When it was detected again it was found no more.</summary>
    Superseded = 4,
}
