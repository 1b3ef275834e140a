using System.Diagnostics;
using System.Net;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Text;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Routing;
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

    private readonly RouteDetectionFeed _detection;
    private readonly BackgroundWriter _writer;
    private readonly FileInProgress[] _files;
    private readonly ReplayStatistics _statistics;
    private readonly byte[] _path = new byte[AsPathText.MaxLength];
    private FileInProgress _file = null!;
    private MrtHeader _header;
    private long _offset;
    private bool _setAside;
    private long _pathOf;
    private int _pathLength;
    private long _packedBehind;
    private long _unpackedBehind;

    /// <param name="detection">The way to the engine.</param>
    /// <param name="writer">Stores.</param>
    /// <param name="files">The MRT files.</param>
    /// <param name="statistics">Filled meanwhile.</param>
    public ReplayFeed(RouteDetectionFeed detection, BackgroundWriter writer, IEnumerable<FileInProgress> files, ReplayStatistics statistics)
    {
        _detection = detection;
        _writer = writer;
        _files = [.. files];
        _statistics = statistics;
        detection.TableEnded = EndTable;
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
        _offset = header.Offset;
        _setAside = !isPlausible;
        _detection.BeginRecord(file, header, isPlausible);
    }

    public void EndRecord(in MrtHeader header)
    {
        var end = header.Offset + header.RecordLength;
        _file.Offset = end;
        StoreWhenFull(_file.Elems, ElemsInBlock, end);
        StoreWhenFull(_file.PeerStates, RowsInBlock, end);
        StoreWhenFull(_file.Rejected, RowsInBlock, end);
        StoreWhenFull(_file.Marks, RowsInBlock, end);
        if ((_statistics.Records & 1023) == 0)
        {
            Report();
        }
    }

    public void EndFile(int number, long bytes, FeedTear? tear)
    {
        _file = _files[number];
        _offset = bytes;
        _detection.EndFile(number, bytes, tear);
        StoreWhenFull(_file.Elems, 1, bytes);
        StoreWhenFull(_file.PeerStates, 1, bytes);
        StoreWhenFull(_file.Rejected, 1, bytes);

        // Last of all: where this stands, everything else of the file does.
        Mark(new SourceMarkRow { MarkedAtMicroseconds = _detection.NewestMicros(number), Mark = SourceMark.End, Collector = _file.File.Collector });
        StoreWhenFull(_file.Marks, 1, bytes + 1);
        _packedBehind += _file.File.Bytes;
        _unpackedBehind += Math.Max(1, bytes);
        _file.Offset = 0;
        Report();
    }

    public void Elem(MrtMessage message, PathAttributes attributes, in WirePrefix prefix, ElemType type)
    {
        if (type == ElemType.RibEntry)
        {
            _detection.RibEntry(message, attributes, prefix);
        }
        else
        {
            _detection.Announcement(message, attributes, prefix);
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
                SetAside = _setAside || message.IsLocal,
                Turn = _file.Turns.Of(message),
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
        _detection.Withdrawal(message, prefix);
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
                SetAside = _setAside || message.IsLocal,
                Turn = _file.Turns.Of(message),
            });
        }
    }

    public void State(MrtMessage message, PeerState from, PeerState to)
    {
        _detection.PeerState(message, from, to);
        var turn = _file.Turns.Next(message);
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
                SetAside = _setAside,
                Turn = turn,
            });
        }
    }

    public void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
        _detection.EndOfRib(message, afi, safi);
        if (safi == 1 && !_setAside)
        {
            Mark(new SourceMarkRow
            {
                MarkedAtMicroseconds = message.TimeMicros,
                Mark = SourceMark.EndOfRib,
                Collector = _file.File.Collector,
                PeerAsn = message.PeerAsn,
                PeerAddress = Address(message.PeerAddress),
                Turn = _file.Turns.Next(message),
            });
        }
    }

    public void Rejected(in RejectedRecord record)
    {
        _detection.Rejected(record);
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

    private void EndTable(int file, RouteEvent last)
    {
        var key = _detection.KeyOf(last.View);
        Mark(new SourceMarkRow
        {
            MarkedAtMicroseconds = last.ReceivedAtMicros,
            Mark = SourceMark.TableEnd,
            Collector = key.Collector,
            PeerAsn = key.Asn,
            PeerAddress = key.Address.Equals(IPAddress.None) ? default : RouteAddress.From(key.Address),
        });
    }

    private void Mark(in SourceMarkRow row)
    {
        if (_file.Marks.Wants(_offset))
        {
            (_file.Marks.Block ??= _writer.Rent<SourceMarkBlock>()).Append(row);
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
