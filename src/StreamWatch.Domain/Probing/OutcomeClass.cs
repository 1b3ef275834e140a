namespace StreamWatch.Domain.Probing;

/// <summary>What an outcome says of the target.</summary>
public enum OutcomeClass : byte
{
    /// <summary>Nothing: the fault lies with name resolution or with our own host.</summary>
    NotTheTargets = 0,

    /// <summary>The service answers.</summary>
    Service = 1,

    /// <summary>The host answers, the service does not.</summary>
    Alive = 2,

    /// <summary>Nothing of it answers.</summary>
    Silent = 3,
}
