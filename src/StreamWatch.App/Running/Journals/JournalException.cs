namespace StreamWatch.App.Running.Journals;

/// <summary>The journal cannot be used; the message says what happened, where, and what to do. Not retryable.</summary>
internal sealed class JournalException : Exception
{
    public JournalException()
    {
    }

    public JournalException(string message)
        : base(message)
    {
    }

    public JournalException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
