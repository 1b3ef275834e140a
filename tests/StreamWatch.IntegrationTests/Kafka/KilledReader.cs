using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StreamWatch.Kafka;
using StreamWatch.Kafka.Consuming;

namespace StreamWatch.IntegrationTests.Kafka;

/// <summary>
/// A process that reads a topic as a member of a group, to be killed. For each line of its input it reads one message and
/// prints <c>read P O</c>; after every tenth of a partition it commits and prints <c>committed P O</c> instead.
/// </summary>
static class KilledReader
{
    public const string Group = "killed-readers";
    const string Variable = "STREAMWATCH_TEST_READER";

    public static Process Start(Broker broker, string topic)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "StreamWatch.IntegrationTests")) { RedirectStandardOutput = true, RedirectStandardInput = true };
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
        using var consumer = new MessageConsumer(new KafkaSettings { BootstrapServers = words[0] }, KafkaReading.QuickMember, TimeProvider.System);
        consumer.Subscribe(Group, [words[1]]);
        while (Console.ReadLine() is not null)
        {
            ConsumedMessage? message;
            do
            {
                message = consumer.Read(TimeSpan.FromSeconds(1));
            }
            while (message is not { IsEndOfPartition: false });

            if (message.Offset % 10 == 9)
            {
                consumer.Commit(message.Topic, message.Partition, message.Offset + 1);
                Say("committed", message.Partition, message.Offset);
            }
            else
            {
                Say("read", message.Partition, message.Offset);
            }
        }

        return 0;
    }

    static void Say(string what, int partition, long offset)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {partition} {offset}"));
        Console.Out.Flush();
    }
}
