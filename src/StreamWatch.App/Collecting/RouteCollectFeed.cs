using System.Net;
using Google.Protobuf;
using StreamWatch.App.Replay;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Text;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Routes;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Collecting;

/// <summary>Where every elem of an archive goes that is published: into the rounds, with all that is kept of it.</summary>
internal sealed class RouteCollectFeed
{
    private readonly RouteDetectionFeed _detection;
    private readonly CollectInput _input;
    private readonly RoundBuilder _rounds;
    private readonly IReadOnlyList<ArchiveFile> _files;
    private readonly SessionTurns[] _turns;
    private readonly Dictionary<(string Collector, uint Asn, RouteAddress Address), int> _views = [];
    private readonly byte[] _path = new byte[AsPathText.MaxLength];
    private (int File, uint Asn, RouteAddress Address) _last = (-1, 0, default);
    private int _lastView;
    private MrtHeader _header;
    private int _file = -1;
    private bool _setAside;
    private long _pathOf;
    private int _pathLength;
    private long _messages;

    /// <param name="detection">What decides which records are believed and where tables end.</param>
    /// <param name="input">The detection's way into the rounds.</param>
    /// <param name="rounds">The rounds.</param>
    /// <param name="files">The MRT files.</param>
    public RouteCollectFeed(RouteDetectionFeed detection, CollectInput input, RoundBuilder rounds, IReadOnlyList<ArchiveFile> files)
    {
        _detection = detection;
        _input = input;
        _rounds = rounds;
        _files = files;
        _turns = [.. files.Select(_ => new SessionTurns())];
        detection.TableEnded = EndTable;
    }

    public void BeginRecord(int file, in MrtHeader header, bool isPlausible)
    {
        if (file != _file)
        {
            // Every file has a decoder of its own, and each numbers its messages from 1.
            _file = file;
            _pathOf = 0;
        }

        _header = header;
        _setAside = !isPlausible;
        _detection.BeginRecord(file, header, isPlausible);
        if (!isPlausible)
        {
            _input.Doubt();
        }
    }

    public void EndRecord(int file, in MrtHeader header) => _rounds.CutWhenFull();

    public void EndFile(int file, long bytes, FeedTear? tear)
    {
        _detection.EndFile(file, bytes, tear);
        _input.Mark(
            new RouteMark { Kind = RouteMark.Types.Kind.FileEnd, Collector = _files[file].Collector, AtMicros = _detection.NewestMicros(file) },
            null);
        _rounds.CutWhenFull();
    }

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        _detection.RibEntry(message, attributes, prefix);
        Elem(message, attributes, prefix, ElemType.RibEntry);
    }

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        _detection.Announcement(message, attributes, prefix);
        Elem(message, attributes, prefix, ElemType.Announcement);
    }

    public void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
        _detection.Withdrawal(message, prefix);
        _rounds.Elem(Update(message, ElemType.Withdrawal), 0, default, prefix.Prefix, prefix.PathId);
    }

    public void PeerState(MrtMessage message, PeerState from, PeerState to)
    {
        _detection.PeerState(message, from, to);
        _input.Mark(
            new RouteMark
            {
                Kind = RouteMark.Types.Kind.PeerState,
                AtMicros = message.TimeMicros,
                OldState = (uint)from,
                NewState = (uint)to,
                Turn = _turns[_file].Next(message),
                SetAside = _setAside,
            },
            ViewOf(message));
    }

    public void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
        _detection.EndOfRib(message, afi, safi);
        if (safi == 1 && !_setAside)
        {
            _input.Mark(
                new RouteMark { Kind = RouteMark.Types.Kind.EndOfRib, AtMicros = message.TimeMicros, Turn = _turns[_file].Next(message) },
                ViewOf(message));
        }
    }

    public void Rejected(in RejectedRecord record)
    {
        _detection.Rejected(record);
        _rounds.RejectedRoute(new RejectedInput
        {
            Source = Path.GetFileName(_files[_file].Path),
            Offset = _header.Offset,
            Reason = record.Reason.ToString(),
            FirstBytes = ByteString.CopyFrom(record.FirstBytes[..Math.Min(record.FirstBytes.Length, RejectedRecordRow.KeptBytes)]),
            ReceivedMicros = _header.TimeMicros,
        });
    }

    private void EndTable(int file, RouteEvent last)
    {
        var key = _detection.KeyOf(last.View);
        _input.Mark(
            new RouteMark { Kind = RouteMark.Types.Kind.TableEnd, AtMicros = last.ReceivedAtMicros },
            ViewOf(key.Collector, key.Asn, key.Address.Equals(IPAddress.None) ? default : RouteAddress.From(key.Address)));
    }

    private void Elem(MrtMessage message, PathAttributes attributes, in WirePrefix prefix, ElemType type)
    {
        if (_pathOf != message.Id)
        {
            _pathOf = message.Id;
            _pathLength = AsPathText.Write(attributes.Path, _path);
            _messages++;
        }

        var set = new PathAttributeSet
        {
            Path = _path.AsSpan(0, _pathLength),
            Origins = attributes.Path.OriginAsns,
            Origin = attributes.Origin,
            NextHop = Address(attributes.NextHop),
            Med = attributes.Med,
            LocalPref = attributes.LocalPref,
            Communities = attributes.Communities,
            ExtendedCommunities = attributes.ExtendedCommunities,
            LargeCommunities = attributes.LargeCommunities,
            AtomicAggregate = attributes.AtomicAggregate,
            AggregatorAsn = attributes.HasAggregator ? attributes.AggregatorAsn : null,
            AggregatorAddress = attributes.HasAggregator ? attributes.AggregatorAddress : 0,
            OnlyToCustomer = attributes.OnlyToCustomer,
        };
        _rounds.Elem(Update(message, type), _messages, set, prefix.Prefix, prefix.PathId);
    }

    private RouteUpdate Update(MrtMessage message, ElemType type) => new()
    {
        Ordinal = _input.Ordinal,
        View = ViewOf(message),
        ReceivedAtMicros = message.TimeMicros,
        Type = type,
        Safi = message.Safi,
        SetAside = _setAside || message.IsLocal,
        Turn = _turns[_file].Of(message),
    };

    private int ViewOf(MrtMessage message)
    {
        var key = (_file, message.PeerAsn, Address(message.PeerAddress));
        if (key != _last)
        {
            _lastView = ViewOf(_files[_file].Collector, message.PeerAsn, key.Item3);
            _last = key;
        }

        return _lastView;
    }

    private int ViewOf(string collector, uint asn, RouteAddress address)
    {
        if (!_views.TryGetValue((collector, asn, address), out var view))
        {
            _views.Add((collector, asn, address), view = _rounds.AddView(new ViewKey(collector, asn, address.ToIPAddress())));
        }

        return view;
    }

    private static RouteAddress Address(WireAddress address) => new(address.Family, address.High, address.Low);
}
