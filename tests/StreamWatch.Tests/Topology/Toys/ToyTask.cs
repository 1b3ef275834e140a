using System.Globalization;
using System.Text;
using StreamWatch.Schemas.Batches;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Tests.Topology.Toys;

/// <summary>
/// A task whose every answer depends on everything that it took before, in order: a hash runs over it. A bucket of routes tells the exchange and the entities, the
/// others the next stage. Messages are words; "end" is the last of each source, "bad" is none.
/// </summary>
public sealed class ToyTask(TaskKind kind, int partition, ToyFactory toys, ITaskOutput output) : IPartitionTask
{
    ulong _hash = 14695981039346656037;
    int _taken;
    int _ends;

    public ulong Hash => _hash;

    public int Taken => _taken;

    public TaskCounts Counts => TaskCounts.None;

    public bool HasEnded => _ends == kind switch
    {
        TaskKind.RouteBucket => 1 + toys.Buckets,
        TaskKind.ProbeBucket => 1,
        _ => toys.Buckets + toys.Probes,
    };

    public void Take(TaskTopic topic, ReadOnlyMemory<byte> message)
    {
        var text = Encoding.UTF8.GetString(message.Span);
        if (text == "bad")
        {
            throw new ContractException("bad");
        }

        Mix($"{topic}:{text}");
        _taken++;
        var isEnd = text == "end";
        _ends += isEnd ? 1 : 0;
        var answer = isEnd ? "end" : string.Create(CultureInfo.InvariantCulture, $"{kind}-{partition} {_taken} {_hash:x}");
        switch (kind, topic)
        {
            case (TaskKind.RouteBucket, TaskTopic.Routes) when isEnd:
                for (var to = 0; to < toys.Buckets; to++)
                {
                    Send(TaskTopic.Exchange, to, answer);
                }

                break;
            case (TaskKind.RouteBucket, TaskTopic.Routes):
                Send(TaskTopic.Exchange, (int)(_hash % (ulong)toys.Buckets), answer);
                Send(TaskTopic.Entities, (int)(_hash % (ulong)toys.Entities), answer);
                break;
            case (TaskKind.RouteBucket, _) when !isEnd:
                Send(TaskTopic.Entities, (int)(_hash % (ulong)toys.Entities), answer);
                break;
            case (TaskKind.RouteBucket, _) when HasEnded:
            case (TaskKind.ProbeBucket, _) when isEnd:
                for (var to = 0; to < toys.Entities; to++)
                {
                    Send(TaskTopic.Entities, to, answer);
                }

                break;
            case (TaskKind.ProbeBucket, _):
                Send(TaskTopic.Entities, (int)(_hash % (ulong)toys.Entities), answer);
                break;
            case (TaskKind.Entity, _):
                Send(TaskTopic.Results, 0, answer);
                break;
        }
    }

    public void Tick(long nowMicros)
    {
        Mix(nowMicros.ToString(CultureInfo.InvariantCulture));
        if (kind == TaskKind.Entity)
        {
            Send(TaskTopic.Results, 0, $"tick {nowMicros}");
        }
    }

    public void WriteState(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(_hash);
        writer.Write(_taken);
        writer.Write(_ends);
        writer.Write(toys.Ballast.Length);
        writer.Write(toys.Ballast);
    }

    public void ReadState(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        _hash = reader.ReadUInt64();
        _taken = reader.ReadInt32();
        _ends = reader.ReadInt32();
        if (!reader.ReadBytes(reader.ReadInt32()).AsSpan().SequenceEqual(toys.Ballast))
        {
            throw new InvalidDataException("the ballast is another");
        }
    }

    void Send(TaskTopic topic, int to, string text) => output.Send(topic, to, Encoding.UTF8.GetBytes(text));

    void Mix(string text)
    {
        foreach (var letter in text)
        {
            _hash = (_hash ^ letter) * 1099511628211;
        }
    }
}
