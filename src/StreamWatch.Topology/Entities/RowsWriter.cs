using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Entities;

/// <summary>Fills a message with rows of a table. Grown once, used for one message after another; not thread-safe.</summary>
internal sealed class RowsWriter
{
    private readonly List<byte> _prefix = [];
    private readonly List<byte> _known = [];
    private readonly List<byte> _carried = [];
    private readonly List<byte> _byRoute = [];
    private readonly List<uint> _withdrawnUnheard = [];
    private readonly List<uint> _routes = [];
    private readonly List<uint> _origin = [];
    private readonly List<bool> _fromRib = [];
    private int _words;

    /// <summary>Rows in it.</summary>
    public int Count => _routes.Count;

    /// <summary>About how many bytes they have.</summary>
    public int Bytes => _prefix.Count + _known.Count + _carried.Count + _byRoute.Count + (Count * 8);

    /// <summary>Adds the row of a prefix.</summary>
    public void Add(RouteTable table, int prefix)
    {
        _words = table.Known.Words;
        Span<byte> packed = stackalloc byte[PackedPrefix.Longest];
        _prefix.AddRange(packed[..PackedPrefix.Write(table.Prefixes[prefix], packed)]);
        Add(_known, table.Known[prefix]);
        Add(_carried, table.Carried[prefix]);
        _withdrawnUnheard.Add((uint)table.WithdrawnUnheard(prefix));
        var routes = 0u;
        for (var route = table.FirstRoute(prefix); route >= 0; route = table.Route(route).Next)
        {
            _origin.Add(table.Route(route).Origin);
            _fromRib.Add(table.Route(route).FromRib);
            Add(_byRoute, table.CarriedByRoute[route]);
            routes++;
        }

        _routes.Add(routes);
    }

    /// <summary>The rows, and begins anew; null where there are none.</summary>
    public TableRows? Take()
    {
        if (Count == 0)
        {
            return null;
        }

        var rows = new TableRows { Words = (uint)_words, Prefix = Of(_prefix), Known = Of(_known), Carried = Of(_carried), CarriedByRoute = Of(_byRoute) };
        rows.WithdrawnUnheard.AddRange(_withdrawnUnheard);
        rows.Routes.AddRange(_routes);
        rows.Origin.AddRange(_origin);
        rows.FromRib.AddRange(_fromRib);
        _withdrawnUnheard.Clear();
        _routes.Clear();
        _origin.Clear();
        _fromRib.Clear();
        return rows;
    }

    private static ByteString Of(List<byte> bytes)
    {
        var copy = ByteString.CopyFrom(CollectionsMarshal.AsSpan(bytes));
        bytes.Clear();
        return copy;
    }

    private static void Add(List<byte> bytes, ReadOnlySpan<ulong> words)
    {
        var at = bytes.Count;
        CollectionsMarshal.SetCount(bytes, at + (words.Length * sizeof(ulong)));
        var span = CollectionsMarshal.AsSpan(bytes)[at..];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(span, word);
            span = span[sizeof(ulong)..];
        }
    }
}
