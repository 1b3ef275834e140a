using Serilog;
using StreamWatch.Collectors.Probing.Scheduling;

namespace StreamWatch.App.Running;

/// <summary>Where everything measured goes, and waits until whoever is behind it has it: a journal before ClickHouse, an outbox before Kafka.</summary>
internal interface IMeasurementKeep
{
    /// <summary>Takes what is measured.</summary>
    IMeasurementSink Sink { get; }

    /// <summary>Whether what waits has come to this share of what may wait, 0 to 1.</summary>
    bool IsFull(double share);

    /// <summary>Says that nothing is probed while it is full.</summary>
    void SayFull(ILogger log);

    /// <summary>Called about once a second while there is probing.</summary>
    void Turn();

    /// <summary>Probing pauses or ends: nothing more comes for now.</summary>
    void EndPeriod();
}
