namespace StreamWatch.Storage.ClickHouse;

/// <summary>The server could not be reached, or the connection broke: nothing is known of what it did with the statement.</summary>
public sealed class ClickHouseTransportException(string statement, string message, Exception? inner = null)
    : ClickHouseException(statement, message, inner)
{
    public override bool IsRetryable => true;
}
