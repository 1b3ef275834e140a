using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.App.Collecting;

/// <summary>
/// Spreads what is read over the partitions and cuts it into rounds, by content alone: the same input gives the same rounds, so that whoever starts again
/// publishes what was published before, and consumers know it. Not thread-safe.
/// </summary>
internal sealed class RoundBuilder
{
    private readonly CollectShape _shape;
    private readonly string _session;
    private readonly IRoundSink _sink;
    private readonly long _firstRound;
    private readonly Declaration _declaration;
    private readonly List<ViewKey> _views = [];
    private readonly RouteBatchWriter[] _routes;
    private readonly ProbeBatchWriter[] _probes;
    private readonly Records _records = new();
    private long _firstOrdinal;
    private long _nextOrdinal;
    private long _lastRecord;
    private long _lastRecordMicros;
    private long _reached;
    private int _elems;
    private int _results;
    private int _others;
    private bool _isFull;

    /// <param name="shape">How to spread and cut.</param>
    /// <param name="session">What is read, by content: SHA-256 in lower-case hex.</param>
    /// <param name="declaration">What is read, for the first round.</param>
    /// <param name="sink">Takes the batches.</param>
    /// <param name="firstRound">Rounds before it are known to be published, and are not handed over.</param>
    /// <param name="round">Number of the round that is filled first: not 0 where a live session goes on.</param>
    /// <param name="ordinal">Where its ordinals begin.</param>
    public RoundBuilder(CollectShape shape, string session, Declaration declaration, IRoundSink sink, long firstRound, long round = 0, long ordinal = 0)
    {
        Round = round;
        _nextOrdinal = ordinal;
        _shape = shape;
        _session = session;
        _declaration = declaration;
        _sink = sink;
        _firstRound = firstRound;
        _routes = [.. Enumerable.Range(0, shape.RoutePartitions).Select(_ => new RouteBatchWriter(view => _views[view]))];
        _probes = [.. Enumerable.Range(0, shape.ProbePartitions).Select(_ => new ProbeBatchWriter())];
        Begin();
    }

    /// <summary>Number of the round that is being filled.</summary>
    public long Round { get; private set; }

    /// <summary>Elems published or in the round.</summary>
    public long Elems { get; private set; }

    /// <summary>Probe results published or in the round.</summary>
    public long Results { get; private set; }

    /// <summary>Where the ordinals of what comes next begin.</summary>
    public long NextOrdinal => _nextOrdinal;

    /// <summary>The producer has reached this time, microseconds since the epoch, whether there is anything to say or not.</summary>
    public void Reach(long micros) => _reached = Math.Max(_reached, micros);

    /// <summary>Adds a view and returns its number.</summary>
    public int AddView(ViewKey key)
    {
        _views.Add(key);
        return _views.Count - 1;
    }

    /// <summary>A record begins. Returns the place of its elems.</summary>
    /// <param name="reachedMicros">Its time, microseconds since the epoch; null where it is not believed.</param>
    public long BeginRecord(long? reachedMicros)
    {
        var ordinal = _nextOrdinal++;
        _others++;
        if (reachedMicros is { } micros)
        {
            _reached = Math.Max(_reached, micros);
            _records.Ordinal.Add((uint)(ordinal - _lastRecord));
            _records.Received.Add(micros - _lastRecordMicros);
            _lastRecord = ordinal;
            _lastRecordMicros = micros;
        }

        return ordinal;
    }

    /// <summary>An elem of the record.</summary>
    public void Elem(in RouteUpdate update, long message, in PathAttributeSet attributes, in Prefix prefix, uint pathId)
    {
        var writer = _routes[Partitioner.Of(prefix, _routes.Length)];
        writer.Append(update, message, attributes, prefix, pathId);
        _elems++;
        Elems++;
        _isFull |= writer.Bytes > CollectShape.BytesInBatch;
    }

    /// <summary>What concerns a whole session: stands in every partition.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="view">Number of its view; null where it has none.</param>
    /// <returns>The place of the elems that follow in the same record.</returns>
    public long Mark(RouteMark mark, int? view)
    {
        var ordinal = _nextOrdinal++;
        foreach (var writer in _routes)
        {
            writer.Append(mark, ordinal, view);
        }

        _others++;
        return _nextOrdinal++;
    }

    /// <summary>A probe result.</summary>
    public void Result(in ProbeResult result, bool setAside)
    {
        var writer = _probes[Partitioner.Of(result.Target, _probes.Length)];
        writer.Append(_nextOrdinal++, result, setAside);
        Reached(result.StartedAtNanos, setAside);
        _results++;
        Results++;
        _isFull |= writer.Bytes > CollectShape.BytesInBatch;
    }

    /// <summary>A heartbeat: stands in every partition.</summary>
    public void Heartbeat(in VantageHeartbeat heartbeat, bool setAside)
    {
        var ordinal = _nextOrdinal++;
        foreach (var writer in _probes)
        {
            writer.Append(ordinal, heartbeat, setAside);
        }

        Reached(heartbeat.AtNanos, setAside);
        _others++;
    }

    /// <summary>A file of probe results has come to its end.</summary>
    public void ProbeFileEnd(ProbeFileEnd end)
    {
        foreach (var writer in _probes)
        {
            writer.Append(end);
        }

        _others++;
    }

    /// <summary>A record of routes that could not be read.</summary>
    public void RejectedRoute(RejectedInput rejected) => _routes[_others++ % _routes.Length].Append(rejected);

    /// <summary>A line of probe results that could not be read.</summary>
    public void RejectedProbe(RejectedInput rejected) => _probes[_others++ % _probes.Length].Append(rejected);

    /// <summary>Cuts the round where it is full. Called between records, whose elems stay together.</summary>
    public void CutWhenFull()
    {
        if (_isFull || _elems >= _routes.Length * CollectShape.ItemsInBatch && _routes.Length > 0
            || _results >= _probes.Length * CollectShape.ItemsInBatch && _probes.Length > 0 || _others >= CollectShape.RecordsInRound)
        {
            Cut(isLast: false);
        }
    }

    /// <summary>Hands over the round and begins the next.</summary>
    /// <param name="isLast">Whether nothing follows.</param>
    public void Cut(bool isLast)
    {
        if (Round >= _firstRound)
        {
            var declaration = Round == 0 ? _declaration : null;
            for (var partition = 0; partition < _routes.Length; partition++)
            {
                _routes[partition].Attach(partition == 0 && _records.Ordinal.Count > 0 ? _records : null, declaration);
                _sink.Routes(partition, _routes[partition].Write(Header(partition, isLast)));
            }

            for (var partition = 0; partition < _probes.Length; partition++)
            {
                _probes[partition].Attach(declaration);
                _sink.Probes(partition, _probes[partition].Write(Header(partition, isLast)));
            }

            _sink.EndRound(Round);
        }

        Round++;
        Begin();
    }

    private void Begin()
    {
        _firstOrdinal = _lastRecord = _nextOrdinal;
        _lastRecordMicros = 0;
        _records.Ordinal.Clear();
        _records.Received.Clear();
        _elems = _results = _others = 0;
        _isFull = false;
        foreach (var writer in _routes)
        {
            writer.Begin(_firstOrdinal);
        }

        foreach (var writer in _probes)
        {
            writer.Begin(_firstOrdinal);
        }
    }

    private void Reached(long nanos, bool setAside)
    {
        if (!setAside)
        {
            _reached = Math.Max(_reached, nanos / 1000);
        }
    }

    private BatchHeader Header(int partition, bool isLast) => new()
    {
        Version = Contract.Version,
        Producer = _shape.Producer,
        Session = _session,
        Partition = (uint)partition,
        RoutePartitions = (uint)_routes.Length,
        ProbePartitions = (uint)_probes.Length,
        Round = (ulong)Round,
        IsLast = isLast,
        FirstOrdinal = (ulong)_firstOrdinal,
        ReachedMicros = _reached,
    };
}
