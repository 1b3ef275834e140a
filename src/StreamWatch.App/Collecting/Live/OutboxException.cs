namespace StreamWatch.App.Collecting.Live;

/// <summary>The outbox cannot be used; the message says what happened, where, and what to do. Not retryable.</summary>
internal sealed class OutboxException : Exception
{
    public OutboxException()
    {
    }

    public OutboxException(string message)
        : base(message)
    {
    }

    public OutboxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
