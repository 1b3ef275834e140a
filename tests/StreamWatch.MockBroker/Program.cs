// Starts librdkafka's mock cluster (as many brokers as the first argument says; 1), makes the topics that the others name (NAME:PARTITIONS), prints its bootstrap
// address and ends when standard input does.
// Other topics are created with 4 partitions when they are first spoken of. Exit code 3: the client library is not installed.
using Confluent.Kafka;
using StreamWatch.Kafka;
using StreamWatch.MockBroker;

try
{
    KafkaLibrary.Require();
}
catch (KafkaUsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}

var config = new Dictionary<string, string>
{
    ["bootstrap.servers"] = "none",
    ["test.mock.num.brokers"] = args.Length > 0 ? args[0] : "1",
};
using var producer = SignalMask.Blocked(() => new ProducerBuilder<Null, Null>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build());
MockTopics.Create(producer.Handle, args.Skip(1));

// No longer than it is needed: as long as it lives its thread asks for events without a pause, and a core is gone.
using (var admin = new DependentAdminClientBuilder(producer.Handle).Build())
{
    var brokers = admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers;
    Console.WriteLine(string.Join(',', brokers.Select(broker => $"{broker.Host}:{broker.Port}")));
    Console.Out.Flush();
}

while (Console.ReadLine() is not null)
{
}

return 0;
