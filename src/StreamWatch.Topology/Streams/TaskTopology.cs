using Confluent.Kafka;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.Processors;
using Streamiz.Kafka.Net.Processors.Public;
using Streamiz.Kafka.Net.State;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>The graph of tasks as a Streamiz topology: a sub-topology for each kind, joined by topics.</summary>
internal static class TaskTopology
{
    public static Streamiz.Kafka.Net.Stream.Topology Build(StreamsOptions options, ITaskFactory factory, OpenTasks tasks, IHostWatch watch)
    {
        var builder = new StreamBuilder();
        var bytes = new MessageSerDes();
        foreach (var node in TaskGraph.Nodes)
        {
            var wiring = new TaskWiring(node, options, factory, tasks, watch);
            var store = new KeyValueStoreBuilder<byte[], byte[]>(new InputLogSupplier(node.Name, node.Kind, tasks), bytes, bytes)
                .WithLoggingEnabled(TaskGraph.ChangelogSettings.ToDictionary())
                .WithCachingDisabled();
            var task = node.Sources
                .Select(topic => builder.Stream(TaskGraph.NameOf(options.Topics, topic), bytes, bytes, wiring.Source(topic), new ArrivalTime()))
                .Aggregate((first, second) => first.Merge(second, $"{node.Name}-in"))
                .Transform(
                    TransformerBuilder.New<byte[], byte[], byte[], byte[]>().Transformer<TaskProcessor>(wiring).StateStore(store).Build(),
                    node.Name);
            foreach (var topic in node.Sinks)
            {
                task.To(TaskGraph.NameOf(options.Topics, topic), (name, key, _, _, partitions) => PartitionKey.Partition(name, key, partitions), bytes, bytes, wiring.Sink(topic));
            }
        }

        return builder.Build();
    }

    /// <summary>The time that Kafka gave a message; it orders nothing but the topics of one task, and decides nothing.</summary>
    private sealed class ArrivalTime : ITimestampExtractor
    {
        public long Extract(ConsumeResult<object, object> record, long partitionTime) => Math.Max(0, record.Message.Timestamp.UnixTimestampMs);
    }
}
