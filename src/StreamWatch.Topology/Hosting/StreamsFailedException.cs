namespace StreamWatch.Topology.Hosting;

/// <summary>The topology has stopped by itself, and does not go on: everything that was committed is safe, and the same process started again goes on from there.</summary>
public sealed class StreamsFailedException : Exception
{
    /// <param name="reason">What happened, and what to do.</param>
    public StreamsFailedException(string reason)
        : base(reason)
    {
    }

    public StreamsFailedException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
