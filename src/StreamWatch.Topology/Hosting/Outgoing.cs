using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Hosting;

/// <summary>A message on its way.</summary>
/// <param name="Input">Number of the input that it answers: it leaves when that is safe.</param>
/// <param name="Topic">Where it goes.</param>
/// <param name="Partition">Partition of it.</param>
/// <param name="Message">The message as it is published.</param>
internal readonly record struct Outgoing(ulong Input, TaskTopic Topic, int Partition, byte[] Message);
