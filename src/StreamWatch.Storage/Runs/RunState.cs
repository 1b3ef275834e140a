namespace StreamWatch.Storage.Runs;

/// <summary>How a run stands. The numbers are stored.</summary>
public enum RunState : byte
{
    Running = 1,
    Done = 2,
    Failed = 3,
    Interrupted = 4,
}
