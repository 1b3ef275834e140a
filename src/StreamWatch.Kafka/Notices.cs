using Confluent.Kafka;

namespace StreamWatch.Kafka;

/// <summary>What one client hears from the brokers and its library: counted, and told at most once a minute.</summary>
internal sealed class Notices(string client, TimeProvider time, Action<KafkaNotice>? tell)
{
    private readonly OncePerMinute _gate = new(time);
    private long _heard;

    public long Heard => Interlocked.Read(ref _heard);

    public void Hear(string reason)
    {
        Interlocked.Increment(ref _heard);
        if (tell is not null && _gate.MayPass(out var suppressed))
        {
            tell(new KafkaNotice(client, reason, suppressed));
        }
    }

    /// <summary>The library's own lines: what is an error there also comes as an error, so only worse is heard; nothing is printed by it.</summary>
    public void Hear(LogMessage line)
    {
        if (line.Level <= SyslogLevel.Critical)
        {
            Hear($"{line.Facility}: {line.Message}");
        }
    }
}
