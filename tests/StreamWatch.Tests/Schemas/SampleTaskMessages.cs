using Google.Protobuf;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Tests.Schemas;

/// <summary>A message of each contract of the topology's tasks, with every field set.</summary>
static class SampleTaskMessages
{
    public static TaskMessage Message() => new()
    {
        Version = 1, RunId = "detect-0123456789abcdef", SenderKind = 2, SenderPartition = 7, Sequence = 1_000_000_007, Payload = ByteString.CopyFrom(1, 2, 3, 255),
    };

    public static LoggedInput Input() => new()
    {
        Topic = 3,
        SourcePartition = 5,
        SourceOffset = 1L << 40,
        Message = ByteString.CopyFrom(9, 8, 7),
        TickMicros = 1_642_204_800_000_001,
        SenderKind = 1,
        SenderPartition = 23,
        Sequence = 99,
    };

    public static SnapshotMarker Marker() => new()
    {
        Version = 1, RunId = "detect-0123456789abcdef", Generation = 12, Chunks = 3, Bytes = 1_500_000, FirstInput = 777,
    };

    public static HostState State() => new()
    {
        Sent = { new SentSequence { Topic = 3, Partition = 1, Next = 12 }, new SentSequence { Topic = 4, Partition = 0, Next = 1 } },
        Had = { new HadSequence { SenderKind = 1, SenderPartition = 2, Next = 3 } },
        Offsets = { new HadOffset { Topic = 1, Partition = 2, Last = 1L << 33 } },
        Waiting = { new WaitingMessage { Topic = 5, Partition = 1, Message = ByteString.CopyFrom(4, 5) } },
        Refused = 6,
    };
}
