using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>
/// A process that reads a topic as a member of a group, to be killed. For each message it prints <c>read P O</c>; after every tenth of a partition
/// it commits and prints <c>committed P O</c>.
/// </summary>
static class KilledReader
{
    public const string Group = "killed-readers";
    const string Variable = "STREAMWATCH_TEST_READER";

    public static Process Start(Broker broker, string topic)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "StreamWatch.IntegrationTests")) { RedirectStandardOutput = true };
        start.Environment[Variable] = $"{broker.Address} {topic}";
        return Process.Start(start)!;
    }

    public static bool IsAsked([NotNullWhen(true)] out string? place)
    {
        place = Environment.GetEnvironmentVariable(Variable);
        return place is { Length: > 0 };
    }

    /// <summary>Reads until it is killed.</summary>
    public static int Run(string place)
    {
        var words = place.Split(' ');
        // the name lets the next one have the partitions at once, instead of when the group has missed this one
        var options = new ConsumerOptions { InstanceId = "reader" };
        using var consumer = new MessageConsumer(new KafkaSettings { BootstrapServers = words[0] }, options, TimeProvider.System);
        consumer.Subscribe(Group, [words[1]]);
        while (true)
        {
            if (consumer.Read(TimeSpan.FromSeconds(1)) is not { IsEndOfPartition: false } message)
            {
                continue;
            }

            Say("read", message.Partition, message.Offset);
            if (message.Offset % 10 == 9)
            {
                consumer.Commit(message.Topic, message.Partition, message.Offset + 1);
                Say("committed", message.Partition, message.Offset + 1);
            }
        }
    }

    static void Say(string what, int partition, long offset)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {partition} {offset}"));
        Console.Out.Flush();
    }
}
