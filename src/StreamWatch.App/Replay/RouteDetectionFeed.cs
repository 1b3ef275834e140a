using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Messages;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Collectors.Routes;
using StreamWatch.Domain.Routing;

namespace StreamWatch.App.Replay;

/// <summary>Carries the records of an archive to the detection: what decides, and nothing that keeps.</summary>
internal sealed class RouteDetectionFeed : IArchiveSink
{
    private readonly IDetectionInput _input;
    private readonly RouteEventMapper _mapper;
    private readonly IReadOnlyList<ArchiveFile> _files;
    private readonly RouteEvent?[] _lastTableEntries;
    private readonly long[] _newestMicros;
    private readonly Dictionary<string, int> _filesLeft;
    private readonly ReplayStatistics _statistics;
    private readonly Action<long> _pump;
    private int _file = -1;
    private string _collector = "";
    private bool _decides;

    /// <param name="input">The way to what decides.</param>
    /// <param name="files">The MRT files.</param>
    /// <param name="statistics">Filled meanwhile.</param>
    /// <param name="pump">Has everything else that is due up to a time (microseconds) go before the record of that time.</param>
    public RouteDetectionFeed(IDetectionInput input, IReadOnlyList<ArchiveFile> files, ReplayStatistics statistics, Action<long> pump)
    {
        _input = input;
        _files = files;
        _statistics = statistics;
        _pump = pump;
        _mapper = new RouteEventMapper(input.AddView);
        _lastTableEntries = new RouteEvent?[files.Count];
        _newestMicros = [.. files.Select(file => file.FirstMicros)];
        _filesLeft = files.CountBy(file => file.Collector).ToDictionary();
    }

    /// <summary>Hears every event on its way to the engine; null for nobody.</summary>
    public Action<RouteEvent>? Heard { get; set; }

    /// <summary>Hears of every table dump that is complete: number of the file, and the table's last entry.</summary>
    public Action<int, RouteEvent>? TableEnded { get; set; }

    /// <summary>Newest time of a file's records that was believed, microseconds since the epoch.</summary>
    public long NewestMicros(int file) => _newestMicros[file];

    /// <summary>Name of a view.</summary>
    public ViewKey KeyOf(int view) => _input.KeyOf(view);

    public void BeginRecord(int file, in MrtHeader header, bool isPlausible)
    {
        Enter(file);
        _decides = isPlausible;
        _statistics.Records++;
        if (isPlausible)
        {
            _newestMicros[file] = Math.Max(_newestMicros[file], header.TimeMicros);
            if (header.Type is not (MrtType.TableDump or MrtType.TableDumpV2))
            {
                EndTable(file);
            }

            _pump(header.TimeMicros);
            _input.Reached(header.TimeMicros);
        }
        else
        {
            _statistics.Implausible++;
        }
    }

    public void EndRecord(int file, in MrtHeader header)
    {
        // What a record says has been said elem by elem.
    }

    public void EndFile(int file, long bytes, FeedTear? tear)
    {
        Enter(file);
        EndTable(file);
        if (tear is not null)
        {
            _statistics.Tear(_files[file].Path, tear);
        }

        if (--_filesLeft[_collector] == 0)
        {
            var last = _newestMicros.Where((_, i) => _files[i].Collector == _collector).Max();
            _input.EndCollector(_collector, last);
        }
    }

    public void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        Elem(message, attributes, prefix, RouteEventKind.RibEntry);

    public void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix) =>
        Elem(message, attributes, prefix, RouteEventKind.Announcement);

    public void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
        _statistics.Count();
        if (_decides && _mapper.TryMap(_collector, message, prefix, out var e))
        {
            Submit(e);
        }
    }

    public void PeerState(MrtMessage message, PeerState from, PeerState to)
    {
        if (_decides && _mapper.TryMap(_collector, message, from, to, out var e))
        {
            Submit(e);
        }
    }

    public void EndOfRib(MrtMessage message, ushort afi, byte safi)
    {
        if (_decides && safi == 1)
        {
            Submit(_mapper.Map(_collector, message, RouteEventKind.EndOfRib));
        }
    }

    public void OtherMessage(MrtMessage message, BgpMessageType type)
    {
        // OPEN, KEEPALIVE and the like change no table.
    }

    public void InvalidPrefix(MrtMessage message, PathAttributes attributes, ElemType type, in WirePrefix prefix)
    {
        // No elem; its record follows in Rejected.
    }

    public void Rejected(in RejectedRecord record) => _statistics.Rejected++;

    private void Enter(int file)
    {
        if (file != _file)
        {
            _file = file;
            _collector = _files[file].Collector;
        }
    }

    private void Elem(MrtMessage message, PathAttributes attributes, in WirePrefix prefix, RouteEventKind kind)
    {
        _statistics.Count();
        if (_decides && _mapper.TryMap(_collector, message, attributes, prefix, kind, out var e))
        {
            Submit(e);
            if (kind == RouteEventKind.RibEntry)
            {
                _lastTableEntries[_file] = e;
            }
        }
    }

    private void Submit(in RouteEvent e)
    {
        Heard?.Invoke(e);
        _input.Take(e);
    }

    private void EndTable(int file)
    {
        if (_lastTableEntries[file] is { } last)
        {
            _lastTableEntries[file] = null;
            Submit(last with { Kind = RouteEventKind.RibEnd });
            TableEnded?.Invoke(file, last);
        }
    }
}
