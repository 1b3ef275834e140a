namespace StreamWatch.Collectors.Feeds;

/// <summary>A file that gives no records at all: it is missing, cannot be read, or is not MRT. The message names the file and is meant for people.</summary>
public sealed class FeedException : IOException
{
    public FeedException()
    {
    }

    public FeedException(string message)
        : base(message)
    {
    }

    public FeedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
