using System.Diagnostics;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Text;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Collectors.Routes;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Replay;

/// <summary>
/// Where every elem of a replay goes: into the detection, and into a block of its file that is stored once it is full.
/// Blocks are cut between records, so that what is stored of a file is always a whole number of records.
/// </summary>
internal sealed class ReplayFeed
{
    /// <summary>Rows that make a block of elems full; a record's elems are never parted.</summary>
    public const int ElemsInBlock = 65_536;

    /// <summary>Rows that make a block of anything else full.</summary>
    public const int RowsInBlock = 8_192;

    private const double UsualPacking = 7;

    private readonly OutageEngine _engine;
    private readonly RouteEventMapper _mapper;
    private readonly BackgroundWriter _writer;
    private readonly FileInProgress[] _files;
    private readonly Dictionary<string, int> _filesLeft;
    private readonly ReplayStatistics _statistics;
    private readonly int _source;
    private readonly byte[] _path = new byte[AsPathText.MaxLength];
    private readonly Action<long> _pump;
    private FileInProgress _file = null!;
    private MrtHeader _header;
    private bool _decides;
    private long _pathOf;
    private int _pathLength;
    private long _nextClose = long.MinValue;
    private long _packedBehind;
    private long _unpackedBehind;

    /// <param name="engine">Decides.</param>
    /// <param name="source">The engine's number of the merged input.</param>
    /// <param name="writer">Stores.</param>
    /// <param name="files">The MRT files.</param>
    /// <param name="statistics">Filled meanwhile.</param>
    /// <param name="pump">Has everything else that is due up to a time (microseconds) go before the record of that time.</param>
    public ReplayFeed(OutageEngine engine, int source, BackgroundWriter writer, IEnumerable<FileInProgress> files, ReplayStatistics statistics, Action<long> pump)
    {
        _engine = engine;
        _writer = writer;
        _files = [.. files];
        _pump = pump;
        _filesLeft = _files.CountBy(file => file.File.Collector).ToDictionary();
        _statistics = statistics;
        _mapper = new RouteEventMapper(engine.Routing.Detector.AddView);
        _source = source;
    }

    public void BeginRecord(int file, in MrtHeader header, bool isPlausible)
    {
        if (_files[file] != _file)
        {
            // Every file has a decoder of its own, and each numbers its messages from 1.
            _file = _files[file];
            _pathOf = 0;
        }

        _header = header;
        _decides = isPlausible;
        _statistics.Records++;
        if (isPlausible)
        {
            _file.NewestMicros = Math.Max(_file.NewestMicros, header.TimeMicros);
            EndTable(header.Type is MrtType.TableDump or MrtType.TableDumpV2);
            _pump(header.TimeMicros);
            Advance(header.TimeMicros);
        }
        else
        {
            _statistics.Implausible++;
        }
    }

    public void EndRecord(in MrtHeader header)
    {
        var end = header.Offset + header.RecordLength;
        _file.Offset = end;
        StoreWhenFull(_file.Elems, ElemsInBlock, end);
        StoreWhenFull(_file.PeerStates, RowsInBlock, end);
        StoreWhenFull(_file.Rejected, RowsInBlock, end);
        if ((_statistics.Records & 1023) == 0)
        {
            Report();
        }
    }

    public void EndFile(int number, long bytes, FeedTear? tear)
    {
        _file = _files[number];
        EndTable(isTable: false);
        if (tear is not null)
        {
            _statistics.Tears.Add($"{_file.File.Path}: torn at byte {tear.Offset:N0}: {tear.Reason}; everything before it was read");
        }

        StoreWhenFull(_file.Elems, 1, bytes);
        StoreWhenFull(_file.PeerStates, 1, bytes);
        StoreWhenFull(_file.Rejected, 1, bytes);
        _packedBehind += _file.File.Bytes;
        _unpackedBehind += Math.Max(1, bytes);
        _file.Offset = 0;
        Report();
        if (--_filesLeft[_file.File.Collector] == 0)
        {
            var last = _files.Where(file => file.File.Collector == _file.File.Collector).Max(file => file.NewestMicros);
            _engine.Routing.Detector.EndCollector(_file.File.Collector, last);
        }
    }

    public void Elem(MrtMessage message, PathAttributes attributes, in WirePrefix prefix, ElemType type)
    {
        _statistics.Count();
        var kind = type == ElemType.RibEntry ? RouteEventKind.RibEntry : RouteEventKind.Announcement;
        if (_decides && _mapper.TryMap(_file.File.Collector, message, attributes, prefix, kind, out var e))
        {
            _engine.Submit(_source, e);
            _file.LastTableEntry = type == ElemType.RibEntry ? e : _file.LastTableEntry;
        }

        if (_file.Elems.Wants(_header.Offset))
        {
            ElemBlock().Append(new ElemRow
            {
                ReceivedAtMicroseconds = message.TimeMicros,
                PeerAsn = message.PeerAsn,
                PeerAddress = Address(message.PeerAddress),
                Type = type,
                Prefix = prefix.Prefix,
                Safi = message.Safi,
                PathId = prefix.PathId,
                AsPath = Path(message, attributes),
                OriginAsns = attributes.Path.OriginAsns,
                Origin = attributes.Origin,
                NextHop = Address(attributes.NextHop),
                Med = attributes.Med,
                LocalPref = attributes.LocalPref,
                Communities = attributes.Communities,
                ExtendedCommunities = attributes.ExtendedCommunities,
                LargeCommunities = attributes.LargeCommunities,
                AtomicAggregate = attributes.AtomicAggregate,
                AggregatorAsn = attributes.HasAggregator ? attributes.AggregatorAsn : null,
                AggregatorAddress = attributes.HasAggregator ? RouteAddress.IPv4(attributes.AggregatorAddress) : default,
                OnlyToCustomer = attributes.OnlyToCustomer,
            });
        }
    }

    public void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
        _statistics.Count();
        if (_decides && _mapper.TryMap(_file.File.Collector, message, prefix, out var e))
        {
            _engine.Submit(_source, e);
        }

        if (_file.Elems.Wants(_header.Offset))
        {
            ElemBlock().Append(new ElemRow
            {
                ReceivedAtMicroseconds = message.TimeMicros,
                PeerAsn = message.PeerAsn,
                PeerAddress = Address(message.PeerAddress),
                Type = ElemType.Withdrawal,
                Prefix = prefix.Prefix,
                Safi = message.Safi,
                PathId = prefix.PathId,
            });
        }
    }

    public void State(MrtMessage message, PeerState from, PeerState to)
    {
        if (_decides && _mapper.TryMap(_file.File.Collector, message, from, to, out var e))
        {
            _engine.Submit(_source, e);
        }

        if (_file.PeerStates.Wants(_header.Offset))
        {
            var block = _file.PeerStates.Block ??= _writer.Rent<PeerStateBlock>();
            block.Collector = _file.File.Collector;
            block.Append(new PeerStateRow
            {
                ReceivedAtMicroseconds = message.TimeMicros,
                PeerAsn = message.PeerAsn,
                PeerAddress = Address(message.PeerAddress),
                OldState = from,
                NewState = to,
            });
        }
    }

    public void EndOfRib(MrtMessage message, byte safi)
    {
        if (_decides && safi == 1)
        {
            _engine.Submit(_source, _mapper.Map(_file.File.Collector, message, RouteEventKind.EndOfRib));
        }
    }

    public void Rejected(in RejectedRecord record)
    {
        _statistics.Rejected++;
        if (_file.Rejected.Wants(_header.Offset))
        {
            (_file.Rejected.Block ??= _writer.Rent<RejectedRecordBlock>()).Append(new RejectedRecordRow
            {
                Source = System.IO.Path.GetFileName(_file.File.Path),
                Offset = _header.Offset,
                Reason = record.Reason.ToString(),
                Bytes = record.FirstBytes,
                ReceivedAtMicroseconds = _header.TimeMicros,
            });
        }
    }

    private static RouteAddress Address(WireAddress address) => new(address.Family, address.High, address.Low);

    private ElemBlock ElemBlock()
    {
        if (_file.Elems.Block is { } block)
        {
            return block;
        }

        block = _file.Elems.Block = _writer.Rent<ElemBlock>();
        block.Collector = _file.File.Collector;
        return block;
    }

    /// <summary>The path's text, rendered once for all prefixes of a message.</summary>
    private ReadOnlySpan<byte> Path(MrtMessage message, PathAttributes attributes)
    {
        if (_pathOf != message.Id)
        {
            _pathOf = message.Id;
            _pathLength = AsPathText.Write(attributes.Path, _path);
        }

        return _path.AsSpan(0, _pathLength);
    }

    private void EndTable(bool isTable)
    {
        if (!isTable && _file.LastTableEntry is { } last)
        {
            _file.LastTableEntry = null;
            _engine.Submit(_source, last with { Kind = RouteEventKind.RibEnd });
        }
    }

    /// <summary>Lets the engine close what is due, and takes the time that it needs.</summary>
    private void Advance(long micros)
    {
        if (micros < _nextClose)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        _engine.Heartbeat(_source, micros);
        _statistics.Detecting += Stopwatch.GetElapsedTime(started);
        _nextClose = _engine.NextRouteCloseAfter(micros);
    }

    private void StoreWhenFull<TBlock>(StreamInProgress<TBlock> stream, int rows, long end)
        where TBlock : NativeBlock
    {
        if (stream.Block is not { } block || block.Rows < rows)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        _writer.EnqueueAsync(_file.Source, new OffsetRange(stream.Start, end), block).AsTask().GetAwaiter().GetResult();
        _statistics.Waiting += Stopwatch.GetElapsedTime(started);
        stream.Block = null;
        stream.Start = end;
    }

    private void Report()
    {
        var packing = _packedBehind == 0 ? UsualPacking : (double)_unpackedBehind / _packedBehind;
        _statistics.Reach(_packedBehind + (long)Math.Min(_file.File.Bytes, _file.Offset / packing));
    }
}
