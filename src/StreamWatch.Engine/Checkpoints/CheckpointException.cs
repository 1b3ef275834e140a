namespace StreamWatch.Engine.Checkpoints;

/// <summary>A snapshot cannot be written or read; the message says what is wrong and what to do. Not retryable: the same bytes fail again.</summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException()
    {
    }

    public CheckpointException(string message)
        : base(message)
    {
    }

    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
