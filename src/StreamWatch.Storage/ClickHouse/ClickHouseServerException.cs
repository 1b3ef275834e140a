namespace StreamWatch.Storage.ClickHouse;

/// <summary>ClickHouse received the statement and refused it or failed at it.</summary>
public sealed class ClickHouseServerException : ClickHouseException
{
    public ClickHouseServerException(string statement, int code, string message)
        : base(statement, message) => Code = code;

    /// <summary>ClickHouse's error code; 0 where the answer named none.</summary>
    public int Code { get; }

    /// <summary>True for the codes of <see cref="ClickHouseErrorCode"/>.</summary>
    public override bool IsRetryable => Enum.IsDefined((ClickHouseErrorCode)Code);
}
