namespace StreamWatch.App.Running;

/// <summary>What a live watch does at a moment.</summary>
/// <param name="Engine">What the detection knows.</param>
/// <param name="IsReady">Whether it has taken up what was stored and probes.</param>
/// <param name="ResultsReadBack">Results that were read back for that so far.</param>
/// <param name="IsPaused">Whether probing pauses because too much waits to be stored.</param>
/// <param name="Probes">Probes that gave a result.</param>
/// <param name="Missed">Probes that were left out, as they could not begin in time.</param>
/// <param name="RowsStored">Results and heartbeats stored.</param>
/// <param name="WaitingBytes">Bytes of the journal that are not stored yet.</param>
/// <param name="Trouble">Why ClickHouse does not take what it is given; null while it does.</param>
internal sealed record RunLook(
    EngineLook Engine,
    bool IsReady,
    long ResultsReadBack,
    bool IsPaused,
    long Probes,
    long Missed,
    long RowsStored,
    long WaitingBytes,
    string? Trouble);
