using System.Buffers.Binary;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Entities;

/// <summary>Takes rows over into the part of a table that entities hold.</summary>
internal static class RowsReader
{
    private const uint MostWords = 65_536;

    /// <summary>Takes rows over.</summary>
    /// <exception cref="ContractException">The columns do not belong together.</exception>
    public static void Put(TableRows? rows, RouteTable table)
    {
        if (rows is null)
        {
            return;
        }

        Contract.Require(rows.Words is > 0 and <= MostWords && rows.Words <= table.Known.Words, "rows are no wider than the views that are known");
        var words = (int)rows.Words;
        var count = rows.WithdrawnUnheard.Count;
        var width = words * sizeof(ulong);
        Contract.Require(
            rows.Routes.Count == count && rows.Known.Length == count * width && rows.Carried.Length == count * width && rows.Routes.Sum(routes => (long)routes) == rows.Origin.Count
            && rows.FromRib.Count == rows.Origin.Count && rows.CarriedByRoute.Length == rows.Origin.Count * width,
            "the columns of rows are equally long");
        var prefixes = rows.Prefix.Span;
        var (at, route) = (0, 0);
        Span<ulong> known = stackalloc ulong[Math.Min(words, 256)];
        known = words > known.Length ? new ulong[words] : known;
        var carried = new ulong[words];
        for (var row = 0; row < count; row++)
        {
            Contract.Require(PackedPrefix.LengthAt(prefixes[at..]) > 0, "a prefix has at most 32 or 128 bits and is whole");
            var prefix = PackedPrefix.Read(prefixes, ref at);
            Read(rows.Known.Span.Slice(row * width, width), known);
            Read(rows.Carried.Span.Slice(row * width, width), carried);
            var number = table.Put(prefix, known, carried, (int)Math.Min(rows.WithdrawnUnheard[row], ushort.MaxValue));
            for (var left = rows.Routes[row]; left > 0; left--, route++)
            {
                Read(rows.CarriedByRoute.Span.Slice(route * width, width), carried);
                table.PutRoute(number, rows.Origin[route], rows.FromRib[route], carried);
            }
        }
    }

    private static void Read(ReadOnlySpan<byte> bytes, Span<ulong> words)
    {
        for (var word = 0; word < words.Length; word++)
        {
            words[word] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(word * sizeof(ulong))..]);
        }
    }
}
