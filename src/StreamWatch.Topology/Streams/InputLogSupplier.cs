using Streamiz.Kafka.Net.Crosscutting;
using Streamiz.Kafka.Net.State;
using Streamiz.Kafka.Net.State.Supplier;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>Makes the stores of the tasks of one kind.</summary>
internal sealed class InputLogSupplier(string name, TaskKind kind, OpenTasks tasks) : IKeyValueBytesStoreSupplier
{
    public string Name { get; set; } = name;

    public string MetricsScope => "input-log";

    public IKeyValueStore<Bytes, byte[]> Get() => new InputLogStore(Name, kind, tasks);
}
