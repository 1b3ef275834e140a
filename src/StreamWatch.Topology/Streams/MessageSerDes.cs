using Confluent.Kafka;
using Streamiz.Kafka.Net.SerDes;

namespace StreamWatch.Topology.Streams;

/// <summary>Bytes as they are. What has none is empty and not null, as Streamiz would leave messages without a key out, unsaid.</summary>
internal sealed class MessageSerDes : AbstractSerDes<byte[]>
{
    public override byte[] Serialize(byte[] data, SerializationContext context) => data;

    public override byte[] Deserialize(byte[] data, SerializationContext context) => data ?? [];
}
