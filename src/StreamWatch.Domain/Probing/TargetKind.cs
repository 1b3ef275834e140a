namespace StreamWatch.Domain.Probing;

/// <summary>What a target is to its users. The values are stored.</summary>
public enum TargetKind : byte
{
    Web = 1,
    Mail = 2,
    Dns = 3,

    /// <summary>Evidence for the phases of an outage; never opens one alone.</summary>
    Router = 4,

    Host = 5,
}
