namespace StreamWatch.Storage.ClickHouse;

/// <summary>This program, or its settings, used ClickHouse wrongly; nothing was sent.</summary>
public sealed class ClickHouseUsageException(string statement, string message) : ClickHouseException(statement, message)
{
    public override bool IsRetryable => false;
}
