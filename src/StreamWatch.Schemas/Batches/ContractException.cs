namespace StreamWatch.Schemas.Batches;

/// <summary>A message is not what its topic's contract says: fatal for the message, which is set aside, and not for whoever reads it.</summary>
public sealed class ContractException : Exception
{
    /// <param name="reason">What is wrong, where, and what was allowed.</param>
    public ContractException(string reason)
        : base(reason)
    {
    }

    public ContractException(string reason, Exception inner)
        : base(reason, inner)
    {
    }
}
