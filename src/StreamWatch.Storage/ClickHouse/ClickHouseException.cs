namespace StreamWatch.Storage.ClickHouse;

/// <summary>Root of what can go wrong with ClickHouse. <see cref="IsRetryable"/> says whether the same call may succeed later.</summary>
public abstract class ClickHouseException : Exception
{
    private protected ClickHouseException(string statement, string message, Exception? inner = null)
        : base($"{message} [statement {statement}]", inner) => Statement = statement;

    /// <summary>Name of the statement that failed.</summary>
    public string Statement { get; }

    /// <summary>True where the same call may succeed later without any change.</summary>
    public abstract bool IsRetryable { get; }
}
