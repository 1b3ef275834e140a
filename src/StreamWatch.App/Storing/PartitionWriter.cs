using StreamWatch.App.Metrics;
using StreamWatch.App.Replay;
using StreamWatch.Domain.Routing;
using StreamWatch.Kafka.Consuming;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Results;
using StreamWatch.Schemas.Routes;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Storing;

/// <summary>
/// The way of one partition into ClickHouse. What is stored already is left out: by the offset, and, where it was published again, by who published it and
/// its number. What stands in every partition is stored from the first alone. Not thread-safe.
/// </summary>
internal sealed class PartitionWriter : IDisposable
{
    private const int SessionDigits = 16;
    private const int LongestReason = 200;

    private readonly TopicNames _topics;
    private readonly string _topic;
    private readonly int _partition;
    private readonly TableInProgress<ElemBlock> _elems;
    private readonly TableInProgress<PeerStateBlock> _states;
    private readonly TableInProgress<SourceMarkBlock> _marks;
    private readonly TableInProgress<ProbeResultBlock> _results;
    private readonly TableInProgress<HeartbeatBlock> _heartbeats;
    private readonly TableInProgress<AsnBinBlock> _asnBins;
    private readonly TableInProgress<TargetBinBlock> _targetBins;
    private readonly TableInProgress<OutageBlock> _outages;
    private readonly TableInProgress<OutagePhaseBlock> _phases;
    private readonly TableInProgress<OutageCauseBlock> _causes;
    private readonly TableInProgress<OutageTargetBlock> _affected;
    private readonly TableInProgress<RejectedRecordBlock> _rejected;
    private readonly ITableInProgress[] _tables;

    /// <param name="topics">The topics' names.</param>
    /// <param name="topic">The partition's topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="source">The partition in the ledger.</param>
    public PartitionWriter(TopicNames topics, string topic, int partition, StoredSource source)
    {
        _topics = topics;
        _topic = topic;
        _partition = partition;
        Source = source;
        _tables =
        [
            _elems = new(source), _states = new(source), _marks = new(source), _results = new(source), _heartbeats = new(source), _asnBins = new(source),
            _targetBins = new(source), _outages = new(source), _phases = new(source), _causes = new(source), _affected = new(source), _rejected = new(source),
        ];
    }

    /// <summary>The partition in the ledger.</summary>
    public StoredSource Source { get; }

    /// <summary>Rows that wait in the fullest block.</summary>
    public int Fullest => _tables.Max(table => table.Rows);

    /// <summary>Rows that wait.</summary>
    public int Rows => _tables.Sum(table => table.Rows);

    /// <summary>Offset behind the last message that was taken; null before the first.</summary>
    public long? End { get; private set; }

    /// <summary>Messages that were not what the contract says; they are kept in <c>rejected_records</c>.</summary>
    public long Refused { get; private set; }

    /// <summary>Messages that were had before, at another offset; nothing of them is stored again.</summary>
    public long Repeated { get; private set; }

    /// <summary>Takes a message.</summary>
    public void Take(ConsumedMessage message)
    {
        End = message.Offset + 1;
        var bytes = message.Value ?? [];
        try
        {
            if (_topic == _topics.Routes)
            {
                Routes(message.Offset, new RouteBatchReader(bytes, _partition));
            }
            else if (_topic == _topics.Probes)
            {
                Probes(message.Offset, new ProbeBatchReader(bytes, _partition));
            }
            else
            {
                Results(message.Offset, ResultCodec.Read(bytes));
            }
        }
        catch (ContractException e)
        {
            Refused++;
            if (_rejected.Wants(message.Offset))
            {
                _rejected.Block.Append(new RejectedRecordRow
                {
                    Source = $"{_topic}[{_partition}]",
                    Offset = message.Offset,
                    Reason = e.Message.Length > LongestReason ? e.Message[..LongestReason] : e.Message,
                    Bytes = bytes.AsSpan(0, Math.Min(bytes.Length, RejectedRecordRow.KeptBytes)),
                });
            }
        }
    }

    /// <summary>Stores what waits. May be called again after a failure.</summary>
    public async Task StoreAsync(Ledger ledger, StageMetrics metrics, CancellationToken cancellation)
    {
        foreach (var table in _tables)
        {
            await table.StoreAsync(ledger, End!.Value, metrics, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        foreach (var table in _tables)
        {
            table.Dispose();
        }
    }

    private int IsRepeated(long offset, string producer, long round) => _tables.Any(table => table.Had(offset, producer, round)) ? 1 : 0;

    private static string Name(BatchHeader header) => header.Session[..SessionDigits];

    private void Routes(long offset, RouteBatchReader batch)
    {
        var producer = Name(batch.Header);
        var round = (long)batch.Header.Round;
        Repeated += IsRepeated(offset, producer, round);
        if (batch.Elems > 0 && _elems.Wants(offset, producer, round))
        {
            while (batch.NextUpdate())
            {
                Elems(batch);
            }

            _elems.Took(producer, round);
        }

        if (_partition == 0)
        {
            Marks(offset, producer, round, batch);
        }

        Rejected(offset, producer, round, batch.Batch.Rejected);
    }

    private void Elems(RouteBatchReader batch)
    {
        var update = batch.Update;
        var view = batch.Batch.Views[update.View];
        var set = batch.Attributes;
        _elems.Block.Collector = view.Collector;
        while (batch.NextPrefix(out var prefix, out var pathId))
        {
            _elems.Block.Append(new ElemRow
            {
                ReceivedAtMicroseconds = update.ReceivedAtMicros,
                PeerAsn = view.PeerAsn,
                PeerAddress = batch.Addresses[update.View],
                Type = update.Type,
                Prefix = prefix,
                Safi = update.Safi,
                PathId = pathId,
                SetAside = update.SetAside,
                Turn = update.Turn,
                AsPath = set.Path,
                OriginAsns = set.Origins,
                Origin = set.Origin,
                NextHop = set.NextHop,
                Med = set.Med,
                LocalPref = set.LocalPref,
                Communities = set.Communities,
                ExtendedCommunities = set.ExtendedCommunities,
                LargeCommunities = set.LargeCommunities,
                AtomicAggregate = set.AtomicAggregate,
                AggregatorAsn = set.AggregatorAsn,
                AggregatorAddress = set.AggregatorAsn is null ? default : RouteAddress.IPv4(set.AggregatorAddress),
                OnlyToCustomer = set.OnlyToCustomer,
            });
        }
    }

    private void Marks(long offset, string producer, long round, RouteBatchReader batch)
    {
        var wantsStates = _states.Wants(offset, producer, round);
        var wantsMarks = _marks.Wants(offset, producer, round);
        foreach (var mark in batch.Batch.Marks)
        {
            if (mark.Kind == RouteMark.Types.Kind.PeerState)
            {
                if (wantsStates)
                {
                    State(batch, mark);
                    _states.Took(producer, round);
                }
            }
            else if (mark.Kind != RouteMark.Types.Kind.CollectorEnd && wantsMarks)
            {
                Mark(batch, mark);
                _marks.Took(producer, round);
            }
        }
    }

    private void State(RouteBatchReader batch, RouteMark mark)
    {
        var view = batch.Batch.Views[(int)mark.View];
        _states.Block.Collector = view.Collector;
        _states.Block.Append(new PeerStateRow
        {
            ReceivedAtMicroseconds = mark.AtMicros,
            PeerAsn = view.PeerAsn,
            PeerAddress = batch.Addresses[(int)mark.View],
            OldState = (PeerState)mark.OldState,
            NewState = (PeerState)mark.NewState,
            SetAside = mark.SetAside,
            Turn = mark.Turn,
        });
    }

    private void Mark(RouteBatchReader batch, RouteMark mark)
    {
        var view = mark.Kind == RouteMark.Types.Kind.FileEnd ? null : batch.Batch.Views[(int)mark.View];
        _marks.Block.Append(new SourceMarkRow
        {
            MarkedAtMicroseconds = mark.AtMicros,
            Mark = mark.Kind switch
            {
                RouteMark.Types.Kind.FileEnd => SourceMark.End,
                RouteMark.Types.Kind.TableEnd => SourceMark.TableEnd,
                _ => SourceMark.EndOfRib,
            },
            Collector = view?.Collector ?? mark.Collector,
            PeerAsn = view?.PeerAsn ?? 0,
            PeerAddress = view is null ? default : batch.Addresses[(int)mark.View],
            Turn = mark.Turn,
        });
    }

    private void Probes(long offset, ProbeBatchReader batch)
    {
        var producer = Name(batch.Header);
        var round = (long)batch.Header.Round;
        Repeated += IsRepeated(offset, producer, round);
        if (_results.Wants(offset, producer, round))
        {
            foreach (var (_, result, setAside) in batch.Results())
            {
                _results.Block.Append(ProbeResultRow.Of(result) with { SetAside = setAside });
                _results.Took(producer, round);
            }
        }

        if (_partition == 0)
        {
            if (_heartbeats.Wants(offset, producer, round))
            {
                foreach (var (_, heartbeat, setAside) in batch.Heartbeats())
                {
                    _heartbeats.Block.Append(new HeartbeatRow(heartbeat.Vantage, heartbeat.AtNanos, setAside));
                    _heartbeats.Took(producer, round);
                }
            }

            if (_marks.Wants(offset, producer, round))
            {
                foreach (var end in batch.Batch.Ends)
                {
                    _marks.Block.Append(new SourceMarkRow { MarkedAtMicroseconds = end.AtMicros, Mark = SourceMark.End, Collector = "" });
                    _marks.Took(producer, round);
                }
            }
        }

        Rejected(offset, producer, round, batch.Batch.Rejected);
    }

    private void Rejected(long offset, string producer, long round, Google.Protobuf.Collections.RepeatedField<RejectedInput> rejected)
    {
        if (rejected.Count == 0 || !_rejected.Wants(offset, producer, round))
        {
            return;
        }

        foreach (var record in rejected)
        {
            _rejected.Block.Append(new RejectedRecordRow
            {
                Source = record.Source,
                Offset = record.Offset,
                Reason = record.Reason,
                Bytes = record.FirstBytes.Span,
                ReceivedAtMicroseconds = record.ReceivedMicros == 0 ? null : record.ReceivedMicros,
            });
        }

        _rejected.Took(producer, round);
    }

    private void Results(long offset, ResultBatch batch)
    {
        var run = batch.RunId;
        Repeated += (batch.AsnBins.Count > 0 && _asnBins.Had(offset, run, (long)batch.FirstAsnBin))
            || (batch.TargetBins.Count > 0 && _targetBins.Had(offset, run, (long)batch.FirstTargetBin))
            || (batch.Outages.Count > 0 && _outages.Had(offset, run, (long)batch.FirstOutage)) ? 1 : 0;
        var number = (long)batch.FirstAsnBin;
        foreach (var bin in batch.AsnBins)
        {
            if (_asnBins.Wants(offset, run, number))
            {
                _asnBins.Block.RunId = run;
                _asnBins.Block.Append(AsnBinRows.Of(ResultCodec.Of(bin), TimeSpan.FromSeconds(batch.AsnBinSeconds)));
                _asnBins.Took(run, number);
            }

            number++;
        }

        number = (long)batch.FirstTargetBin;
        foreach (var bin in batch.TargetBins)
        {
            if (_targetBins.Wants(offset, run, number))
            {
                _targetBins.Block.RunId = run;
                _targetBins.Block.Append(TargetBinRow.Of(ResultCodec.Of(bin), TimeSpan.FromSeconds(batch.TargetBinSeconds)));
                _targetBins.Took(run, number);
            }

            number++;
        }

        number = (long)batch.FirstOutage;
        foreach (var outage in batch.Outages)
        {
            Outage(offset, number++, batch, outage);
        }
    }

    private void Outage(long offset, long number, ResultBatch batch, OutageResult outage)
    {
        var revision = ResultCodec.Of(outage);
        var run = batch.RunId;
        if (_outages.Wants(offset, run, number))
        {
            _outages.Block.Append(OutageRows.Of(revision, (int)batch.CloseBins, run));
            _outages.Took(run, number);
        }

        Append(_phases, offset, run, number, OutageRows.Phases(revision), (block, row) => block.Append(row));
        Append(_causes, offset, run, number, OutageRows.Causes(revision), (block, row) => block.Append(row));
        Append(_affected, offset, run, number, OutageRows.Targets(revision), (block, row) => block.Append(row));
    }

    private static void Append<TBlock, TRow>(
        TableInProgress<TBlock> table, long offset, string run, long number, IEnumerable<TRow> rows, Action<TBlock, TRow> append)
        where TBlock : NativeBlock, new()
    {
        if (!table.Wants(offset, run, number))
        {
            return;
        }

        foreach (var row in rows)
        {
            append(table.Block, row);
            table.Took(run, number);
        }
    }
}
