namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>A clock on which no time passes.</summary>
sealed class StoppedClock : TimeProvider
{
    public override long GetTimestamp() => 0;
}
