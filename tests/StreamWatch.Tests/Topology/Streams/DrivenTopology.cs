using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Streamiz.Kafka.Net.Mock;
using Streamiz.Kafka.Net.SerDes;
using StreamWatch.Schemas.Batches;
using StreamWatch.Tests.Topology.Toys;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Streams;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Tests.Topology.Streams;

/// <summary>The topology in Streamiz's own test driver, which has one partition of each topic and a clock that is told what it shows.</summary>
sealed class DrivenTopology : IDisposable
{
    const int MostTurns = 200;

    readonly TopologyTestDriver _driver;
    readonly Dictionary<string, TestInputTopic<byte[], byte[]>> _inputs = [];

    public DrivenTopology(ITaskFactory factory, TimeSpan? tickEvery = null, string run = "driven")
    {
        var options = new StreamsOptions
        {
            ApplicationId = run,
            Topics = Topics,
            Host = new HostOptions { RunId = run },
            Client = new Dictionary<string, string> { ["bootstrap.servers"] = "none:1" },
            Logging = NullLoggerFactory.Instance,
            TickEvery = tickEvery,
        };
        Tasks = new OpenTasks();
        _driver = new TopologyTestDriver(
            TaskTopology.Build(options, factory, Tasks, Watch), StreamsConfiguration.Create(options, e => Failures.Add(e)), TopologyTestDriver.Mode.SYNC_TASK);
    }

    public TopicNames Topics { get; } = new("driven");

    public ToyWatch Watch { get; } = new();

    public List<Exception> Failures { get; } = [];

    internal OpenTasks Tasks { get; }

    public void Pipe(string topic, byte[] message, byte[]? key = null)
    {
        if (!_inputs.TryGetValue(topic, out var input))
        {
            _inputs[topic] = input = _driver.CreateInputTopic(topic, new ByteArraySerDes(), new ByteArraySerDes());
        }

        input.PipeInput(key!, message);
    }

    public void Pipe(string topic, string text) => Pipe(topic, Encoding.UTF8.GetBytes(text));

    /// <summary>Commits, and lets the clock go on.</summary>
    public void Turn(TimeSpan advance)
    {
        _driver.Commit();
        _driver.AdvanceWallClockTime(advance);
    }

    /// <summary>Turns until every task has ended; whether they have.</summary>
    public bool RunToEnd()
    {
        for (var turn = 0; turn < MostTurns && !Tasks.HaveEnded; turn++)
        {
            Turn(TimeSpan.FromMilliseconds(25));
        }

        return Tasks.HaveEnded;
    }

    /// <summary>Everything in a topic that was not read yet.</summary>
    public List<byte[]> Read(string topic)
    {
        // The driver takes what comes within this time for all there is: on a busy machine a little is too little.
        var output = _driver.CreateOutputTopic(topic, TimeSpan.FromSeconds(1), new ByteArraySerDes(), new ByteArraySerDes());
        return [.. output.ReadValueList()];
    }

    public List<string> ReadTexts(string topic) => [.. Read(topic).Select(Encoding.UTF8.GetString)];

    public void Dispose() => _driver.Dispose();
}
