using System.Net;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Topology.Buckets;

/// <summary>Numbers views in the order in which they are taken up, the same in every bucket.</summary>
internal sealed class ViewIndex
{
    /// <summary>AS_TRANS stands for an ASN that does not fit into two bytes (RFC 6793 section 9).</summary>
    private const uint AsTrans = 23456;

    private readonly Dictionary<ViewKey, int> _numbers = [];
    private readonly Dictionary<(string Collector, IPAddress Address), int> _byAddress = [];

    /// <summary>Views taken up.</summary>
    public int Count { get; private set; }

    /// <summary>What is said under AS_TRANS is taken up last: it is of the view that is at that address.</summary>
    public static int Turn(ViewKey key) => key.Asn == AsTrans ? 1 : 0;

    /// <summary>Whether it was taken up.</summary>
    public bool Knows(ViewKey key) => _numbers.ContainsKey(key);

    /// <summary>The number of a view that was taken up.</summary>
    /// <exception cref="KeyNotFoundException">It was not.</exception>
    public int NumberOf(ViewKey key) => _numbers[key];

    /// <summary>The view's number, and whether it is new.</summary>
    public (int Number, bool IsNew) TakeUp(ViewKey key)
    {
        if (_numbers.TryGetValue(key, out var number))
        {
            return (number, false);
        }

        var isNew = key.Asn != AsTrans || !_byAddress.TryGetValue((key.Collector, key.Address), out number);
        if (isNew)
        {
            number = Count++;
            _byAddress[(key.Collector, key.Address)] = number;
        }

        _numbers.Add(key, number);
        return (number, isNew);
    }
}
