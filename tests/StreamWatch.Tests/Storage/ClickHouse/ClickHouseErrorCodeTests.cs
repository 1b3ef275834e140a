using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.Tests.Storage.ClickHouse;

public sealed class ClickHouseErrorCodeTests
{
    [Theory]
    [InlineData(75, true)] // CANNOT_WRITE_TO_FILE_DESCRIPTOR: ENOSPC
    [InlineData(159, true)] // TIMEOUT_EXCEEDED
    [InlineData(202, true)] // TOO_MANY_SIMULTANEOUS_QUERIES
    [InlineData(209, true)] // SOCKET_TIMEOUT
    [InlineData(210, true)] // NETWORK_ERROR
    [InlineData(236, true)] // ABORTED
    [InlineData(241, true)] // MEMORY_LIMIT_EXCEEDED
    [InlineData(242, true)] // TABLE_IS_READ_ONLY
    [InlineData(243, true)] // NOT_ENOUGH_SPACE
    [InlineData(252, true)] // TOO_MANY_PARTS
    [InlineData(285, true)] // TOO_FEW_LIVE_REPLICAS
    [InlineData(319, true)] // UNKNOWN_STATUS_OF_INSERT
    [InlineData(999, true)] // KEEPER_EXCEPTION
    [InlineData(0, false)] // no code in the answer
    [InlineData(16, false)] // NO_SUCH_COLUMN_IN_TABLE
    [InlineData(53, false)] // TYPE_MISMATCH
    [InlineData(60, false)] // UNKNOWN_TABLE
    [InlineData(62, false)] // SYNTAX_ERROR
    [InlineData(81, false)] // UNKNOWN_DATABASE
    [InlineData(164, false)] // READONLY: the user may only read
    [InlineData(192, false)] // UNKNOWN_USER
    [InlineData(193, false)] // WRONG_PASSWORD
    [InlineData(497, false)] // ACCESS_DENIED
    [InlineData(516, false)] // AUTHENTICATION_FAILED
    [InlineData(1002, false)] // UNKNOWN_EXCEPTION
    public void What_passes_is_tried_again_and_what_would_come_again_is_not(int code, bool isRetryable) =>
        Assert.Equal(isRetryable, new ClickHouseServerException("s", code, "m").IsRetryable);
}
