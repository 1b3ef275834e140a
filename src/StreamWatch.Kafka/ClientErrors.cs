using Confluent.Kafka;

namespace StreamWatch.Kafka;

/// <summary>What the client library's errors mean: whether to try again, and in which words they are said.</summary>
internal static class ClientErrors
{
    public static bool IsRetryable(Error error) => !error.IsFatal && error.Code is
        ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_Resolve
        or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_QueueFull or ErrorCode.Local_WaitCoord or ErrorCode.Local_WaitCache or ErrorCode.Local_InProgress
        or ErrorCode.Local_PrevInProgress or ErrorCode.Local_NoOffset or ErrorCode.Local_Retry or ErrorCode.Local_NodeUpdate or ErrorCode.Local_MaxPollExceeded
        or ErrorCode.Local_Ssl or ErrorCode.Local_BadMsg or ErrorCode.InvalidMsg
        or ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition or ErrorCode.RequestTimedOut or ErrorCode.BrokerNotAvailable
        or ErrorCode.ReplicaNotAvailable or ErrorCode.NetworkException or ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable
        or ErrorCode.NotCoordinatorForGroup or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend or ErrorCode.NotController
        or ErrorCode.KafkaStorageError or ErrorCode.FetchSessionIdNotFound or ErrorCode.InvalidFetchSessionEpoch or ErrorCode.FencedLeaderEpoch
        or ErrorCode.UnknownLeaderEpoch or ErrorCode.RebalanceInProgress;

    /// <summary>A partition that another member of the group has now.</summary>
    public static bool IsPartitionLost(Error error) => error.Code is
        ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress or ErrorCode.FencedInstanceId or ErrorCode.Local_AssignmentLost;

    public static KafkaException Explain(string what, Error error, Exception? inner = null)
    {
        var message = $"{what}: {error.Reason} ({error.Code})";
        return IsRetryable(error) ? new KafkaUnavailableException(message, inner) : new KafkaRefusedException(message, inner);
    }
}
