using StreamWatch.Kafka.Consuming;

namespace StreamWatch.App.Detecting;

/// <summary>Where the messages of partitions come from, each partition in order.</summary>
internal interface IPartitionSource
{
    /// <summary>The next message or the news that a partition has no more; null where neither came in time.</summary>
    ConsumedMessage? Read(TimeSpan wait);

    /// <summary>Stops a partition.</summary>
    void Pause(string topic, int partition);

    /// <summary>Goes on with it, behind what was read of it.</summary>
    void Resume(string topic, int partition);
}
