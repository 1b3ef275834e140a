using System.Globalization;
using Serilog;
using StreamWatch.App.Running;
using StreamWatch.Collectors.Probing.Scheduling;

namespace StreamWatch.App.Collecting.Live;

/// <summary>What is measured goes into rounds, and waits in the outbox for Kafka.</summary>
/// <param name="outbox">Has what is not published yet.</param>
/// <param name="rounds">Cuts it into rounds.</param>
/// <param name="limit">Bytes of the outbox that may wait.</param>
internal sealed class OutboxKeep(Outbox outbox, LiveRounds rounds, long limit) : IMeasurementKeep
{
    public IMeasurementSink Sink => rounds;

    public bool IsFull(double share) => outbox.WaitingBytes >= share * limit;

    public void SayFull(ILogger log) => log.Error(
        "Nothing is probed: {Bytes} bytes in {Rounds} rounds of the outbox (limit {Limit}) wait for Kafka, which does not take them; probing goes on once it does",
        outbox.WaitingBytes.ToString("N0", CultureInfo.InvariantCulture),
        outbox.Waiting,
        limit.ToString("N0", CultureInfo.InvariantCulture));

    public void Turn()
    {
        // Nothing is decided here.
    }

    public void EndPeriod()
    {
        // The stage cuts the last round when everything has ended.
    }
}
