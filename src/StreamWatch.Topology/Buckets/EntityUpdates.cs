using Google.Protobuf;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Entities;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Buckets;

/// <summary>What a bucket tells the entities of a bin: to each partition the rows of its ASNs, in parts that a broker takes.</summary>
internal sealed class EntityUpdates
{
    private readonly DetectionOptions _options;
    private readonly EntityShares _shares;
    private readonly RouteTable _table;
    private readonly EntityUpdate[] _updates;
    private readonly List<int> _changed = [];
    private readonly List<long> _minutes = [];
    private readonly bool[] _isAddressed;

    public EntityUpdates(DetectionOptions options, EntityShares shares, RouteTable table, int partitions)
    {
        _options = options;
        _shares = shares;
        _table = table;
        _updates = [.. Enumerable.Range(0, partitions).Select(_ => new EntityUpdate())];
        _isAddressed = new bool[partitions];
    }

    /// <summary>Something was said in this minute.</summary>
    public void Note(long minute)
    {
        if (_minutes.Count == 0 || _minutes[^1] != minute)
        {
            _minutes.Add(minute);
        }
    }

    /// <summary>The minute is over: the rows of watched ASNs that changed in it.</summary>
    public void EndMinute(long minute)
    {
        _changed.Clear();
        _table.TakeChanged(_changed, IsWatched);
        foreach (var prefix in _changed)
        {
            Address(prefix, minute);
        }
    }

    /// <summary>The bin is over: the rows that changed in it, and whose prefixes were spoken of.</summary>
    public void EndBin(UsableViews ipv4, UsableViews ipv6)
    {
        _changed.Clear();
        _table.TakeChanged(_changed, null);
        foreach (var prefix in _changed)
        {
            Address(prefix, minute: null);
        }

        foreach (var prefix in _table.TouchedPrefixes)
        {
            // The word of views that are not asked changes nothing.
            var isIPv4 = _table.Prefixes[prefix].Family == AddressFamily.IPv4;
            if ((isIPv4 ? ipv4 : ipv6).Mask.CountIn(_table.Touched[prefix]) == 0)
            {
                continue;
            }

            for (var route = _table.FirstRoute(prefix); route >= 0; route = _table.Route(route).Next)
            {
                var origin = _table.Route(route).Origin;
                if (IsFollowed(origin))
                {
                    var update = _updates[_shares.OfAsn(origin)];
                    (isIPv4 ? update.SpokenIPv4 : update.SpokenIPv6).Add(origin);
                }
            }
        }
    }

    /// <summary>Sends a step to every partition, with what was gathered for it, and begins anew.</summary>
    /// <param name="head">What is told to all; copied.</param>
    /// <param name="output">Takes the messages.</param>
    public void Send(TableUpdate head, ITaskOutput output)
    {
        head.Minutes.AddRange(_minutes);
        _minutes.Clear();
        for (var partition = 0; partition < _updates.Length; partition++)
        {
            _updates[partition].Send(head, part => output.Send(TaskTopic.Entities, partition, part.ToByteArray()));
        }
    }

    private void Address(int prefix, long? minute)
    {
        Array.Clear(_isAddressed);
        for (var route = _table.FirstRoute(prefix); route >= 0; route = _table.Route(route).Next)
        {
            var origin = _table.Route(route).Origin;
            if (IsFollowed(origin) && _shares.OfAsn(origin) is var partition && !_isAddressed[partition])
            {
                _isAddressed[partition] = true;
                _updates[partition].Add(_table, prefix, minute);
            }
        }
    }

    private bool IsFollowed(uint origin) => _options.AllAsns || _options.WatchedAsns.Contains(origin);

    private bool IsWatched(int prefix)
    {
        for (var route = _table.FirstRoute(prefix); route >= 0; route = _table.Route(route).Next)
        {
            if (_options.WatchedAsns.Contains(_table.Route(route).Origin))
            {
                return true;
            }
        }

        return false;
    }
}
