using System.Text;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;
using StreamWatch.Tests.Topology.Toys;
using Xunit;

namespace StreamWatch.Tests.Topology.Hosting;

/// <summary>A toy bucket of routes in its host, over a changelog in memory: it can die, and what it published is kept.</summary>
sealed class HostedToy : IMessageSink
{
    public const string Run = "toys";

    readonly ToyFactory _toys;
    readonly long _snapshotAfter;
    readonly int _piece;
    readonly List<(TaskTopic Topic, int Partition, byte[] Message)> _undelivered = [];
    TaskHost _host = null!;

    public HostedToy(int buckets = 3, int entities = 2, long snapshotAfter = 400, int piece = 64, int ballast = 0)
    {
        _toys = new ToyFactory(buckets, 1, entities, ballast);
        _snapshotAfter = snapshotAfter;
        _piece = piece;
        Begin();
    }

    public KeptLog Log { get; } = new();

    public ToyWatch Watch { get; } = new();

    /// <summary>What the brokers have.</summary>
    public List<(TaskTopic Topic, int Partition, byte[] Message)> Delivered { get; } = [];

    public TaskHost Host => _host;

    public ToyTask Toy => _toys.Of(TaskKind.RouteBucket, 0);

    public void Begin(bool isCompacted = false) =>
        _host = new TaskHost(
            TaskKind.RouteBucket, 0, _toys, new HostOptions { RunId = Run, SnapshotAfterBytes = _snapshotAfter, PieceBytes = _piece }, Log.Read(isCompacted), Log, this, Watch);

    public void Send(TaskTopic topic, int partition, byte[] message) => _undelivered.Add((topic, partition, message));

    public void Take(TaskTopic topic, long offset, string text) => _host.Take(topic, 0, offset, Encoding.UTF8.GetBytes(text));

    /// <summary>As Streamiz does it: the store hears of it first, then everything is delivered, then the commit.</summary>
    public void Commit()
    {
        _host.Flushed();
        Log.Flush();
        Delivered.AddRange(_undelivered);
        _undelivered.Clear();
    }

    /// <summary>It dies and begins again; of what was on its way some is delivered.</summary>
    public void Die(int lostEntries, int deliveredMessages, bool isCompacted = false)
    {
        // Messages to one partition keep their order: what is delivered of each is a beginning.
        Delivered.AddRange(_undelivered.Take(deliveredMessages));
        _undelivered.Clear();
        Log.Crash(lostEntries);
        Begin(isCompacted);
    }

    public void Settle()
    {
        while (_host.NeedsFlush)
        {
            Commit();
            _host.Release();
        }
    }

    /// <summary>What a reader makes of it: by partition in order of numbers, and nothing twice. Said again, it has to be the same.</summary>
    public List<string> Heard()
    {
        var heard = new List<string>();
        foreach (var partition in Delivered.GroupBy(message => (message.Topic, message.Partition)).OrderBy(group => group.Key))
        {
            var numbered = new List<string>();
            foreach (var (_, _, bytes) in partition)
            {
                var message = TaskMessage.Parser.ParseFrom(bytes);
                var text = message.Payload.ToStringUtf8();
                Assert.Equal((Run, 1U, 0U), (message.RunId, message.SenderKind, message.SenderPartition));
                Assert.True(message.Sequence <= (ulong)numbered.Count, $"a gap: message {message.Sequence} after {numbered.Count} messages");
                if (message.Sequence < (ulong)numbered.Count)
                {
                    Assert.Equal(numbered[(int)message.Sequence], text);
                }
                else
                {
                    numbered.Add(text);
                }
            }

            heard.AddRange(numbered.Select(text => $"{partition.Key.Topic}[{partition.Key.Partition}] {text}"));
        }

        return heard;
    }
}
