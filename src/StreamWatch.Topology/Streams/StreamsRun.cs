using Streamiz.Kafka.Net;
using StreamWatch.Topology.Graph;
using StreamWatch.Topology.Hosting;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Streams;

/// <summary>The topology in this process: it shares the tasks with the other processes of the application.</summary>
public sealed class StreamsRun
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>A broker that is away is waited for so long when the threads end; what they have decided is committed long before.</summary>
    private static readonly TimeSpan CloseFor = TimeSpan.FromSeconds(30);

    private readonly StreamsOptions _options;
    private readonly ITaskFactory _factory;
    private readonly IHostWatch _watch;
    private readonly TimeProvider _time;
    private readonly OpenTasks _tasks = new();
    private volatile TaskCounts? _counts;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="options">How it runs.</param>
    /// <param name="factory">Makes the tasks.</param>
    /// <param name="watch">Hears what they do.</param>
    /// <param name="time">The clock.</param>
    public StreamsRun(StreamsOptions options, ITaskFactory factory, IHostWatch watch, TimeProvider time)
    {
        _options = options;
        _factory = factory;
        _watch = watch;
        _time = time;
    }

    /// <summary>Tasks that this process has.</summary>
    public int Tasks => _tasks.Count;

    /// <summary>Those of them that are not as they were before yet.</summary>
    public int Restoring => _tasks.Restoring;

    /// <summary>
    /// Whether a thread did not end. The client library now and then never comes back from closing a consumer, where the group changes at that moment; a process is
    /// kept by that thread until it is told to exit.
    /// </summary>
    public bool IsStuck { get; private set; }

    /// <summary>Grows as long as the threads of the tasks come round.</summary>
    public long Turns => _tasks.Turns;

    /// <summary>What they have taken and left out together; once it is over, what they had by then.</summary>
    public TaskCounts Counts => _counts ?? _tasks.Counts;

    /// <summary>What they have read: topic, partition and the offset that comes next.</summary>
    public IEnumerable<(string Topic, int Partition, long Next)> Positions() => _tasks.Positions();

    /// <summary>The graph as Streamiz describes it.</summary>
    public static string Describe(StreamsOptions options, ITaskFactory factory) =>
        TaskTopology.Build(options, factory, new OpenTasks(), new UnheardWatch()).Describe().ToString()!;

    /// <summary>Runs until it is stopped, or until all tasks of this process have ended.</summary>
    /// <param name="look">Called now and then, about twenty times a second.</param>
    /// <param name="cancellation">Stops it; what is decided by then is committed.</param>
    /// <exception cref="StreamsFailedException">It has stopped by itself.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(Action look, CancellationToken cancellation)
    {
        var topology = TaskTopology.Build(_options, _factory, _tasks, _watch);
        var config = StreamsConfiguration.Create(_options, Fail);
        var stream = await Task.Run(() => new KafkaStream(topology, config), cancellation).ConfigureAwait(false);
        stream.OnRestoreEndEvent += (at, store, _) =>
        {
            var node = TaskGraph.Nodes.Single(node => node.Name == store);
            _tasks.Restored(node.Kind, at.Partition.Value);
        };
        stream.StateChanged += (_, state) =>
        {
            if (state == KafkaStream.State.ERROR)
            {
                Fail(new StreamsFailedException("the topology did not start, or all of its threads have ended; the log says why"));
            }
        };
        try
        {
            // It waits for the brokers, and makes the changelogs where they are not there.
            await Task.Run(() => stream.StartAsync(), CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
            using var timer = new PeriodicTimer(LookEvery, _time);
            while (!_failed.Task.IsFaulted && !(_options.TickEvery is null && _tasks.HaveEnded))
            {
                await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
                look();
            }
        }
        finally
        {
            _counts = _tasks.Counts;

            // Commits, and leaves the group.
            try
            {
                await Task.Run(stream.Dispose, CancellationToken.None).WaitAsync(CloseFor, _time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                IsStuck = true;
            }
        }

        if (_failed.Task.IsFaulted)
        {
            await _failed.Task.ConfigureAwait(false);
        }
    }

    private void Fail(Exception e) => _failed.TrySetException(e is StreamsFailedException ? e : new StreamsFailedException(e.Message, e));
}
