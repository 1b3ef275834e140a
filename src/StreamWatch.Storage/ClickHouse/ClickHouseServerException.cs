using System.Collections.Frozen;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>ClickHouse received the statement and refused it or failed at it.</summary>
public sealed class ClickHouseServerException : ClickHouseException
{
    /// <summary>
    /// Codes that speak of load or of the moment (ClickHouse, src/Common/ErrorCodes.cpp): TIMEOUT_EXCEEDED, TOO_MANY_SIMULTANEOUS_QUERIES,
    /// SOCKET_TIMEOUT, NETWORK_ERROR, ABORTED, MEMORY_LIMIT_EXCEEDED, TABLE_IS_READ_ONLY, TOO_MANY_PARTS, UNKNOWN_STATUS_OF_INSERT,
    /// KEEPER_EXCEPTION. Everything else would fail again.
    /// </summary>
    private static readonly FrozenSet<int> _passing = new[] { 159, 202, 209, 210, 236, 241, 242, 252, 319, 999 }.ToFrozenSet();

    public ClickHouseServerException(string statement, int code, string message)
        : base(statement, message) => Code = code;

    /// <summary>ClickHouse's error code; 0 where the answer named none.</summary>
    public int Code { get; }

    public override bool IsRetryable => _passing.Contains(Code);
}
