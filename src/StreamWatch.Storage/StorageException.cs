namespace StreamWatch.Storage;

/// <summary>Storage cannot go on for a reason that a person can do something about; the message says what happened, where, and what to do.</summary>
public class StorageException : Exception
{
    public StorageException(string message)
        : base(message)
    {
    }

    public StorageException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
