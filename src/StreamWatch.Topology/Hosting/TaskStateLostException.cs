namespace StreamWatch.Topology.Hosting;

/// <summary>What a task knew cannot be restored, or what another task told it is gone: fatal, for what it would decide would be wrong.</summary>
public sealed class TaskStateLostException : Exception
{
    /// <param name="reason">What is missing, where, and what to do.</param>
    public TaskStateLostException(string reason)
        : base(reason)
    {
    }

    public TaskStateLostException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
