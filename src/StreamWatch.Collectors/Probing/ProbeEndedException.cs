namespace StreamWatch.Collectors.Probing;

/// <summary>An attempt cannot go on: carries how it ended from where that was seen to where the result is made.</summary>
internal sealed class ProbeEndedException : Exception
{
    public ProbeEndedException()
    {
    }

    public ProbeEndedException(string message)
        : base(message)
    {
    }

    public ProbeEndedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ProbeEndedException(ProbeEnd end)
        : base(end.Detail) => End = end;

    public ProbeEnd End { get; }
}
