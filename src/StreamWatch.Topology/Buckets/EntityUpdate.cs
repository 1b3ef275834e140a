using Google.Protobuf;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Topology.Entities;

namespace StreamWatch.Topology.Buckets;

/// <summary>What is gathered of a bin for one partition of the entities.</summary>
internal sealed class EntityUpdate
{
    private const int BytesInPart = 256 * 1024;

    private readonly RowsWriter _rows = new();
    private readonly List<(long? Minute, byte[] Rows)> _pieces = [];
    private long? _minute;

    /// <summary>Origins whose IPv4 prefixes were spoken of.</summary>
    public HashSet<uint> SpokenIPv4 { get; } = [];

    /// <summary>Origins whose IPv6 prefixes were spoken of.</summary>
    public HashSet<uint> SpokenIPv6 { get; } = [];

    /// <summary>Adds a row as it is at the end of a minute; at the end of the bin where it is null.</summary>
    public void Add(RouteTable table, int prefix, long? minute)
    {
        if (_minute != minute || _rows.Bytes > BytesInPart)
        {
            EndRows();
            _minute = minute;
        }

        _rows.Add(table, prefix);
    }

    /// <summary>Cuts what was gathered into parts, and begins anew.</summary>
    /// <param name="head">What is told to all partitions.</param>
    /// <param name="send">Takes the parts, in order.</param>
    public void Send(TableUpdate head, Action<EntityMessage> send)
    {
        EndRows();
        var part = new TableUpdate(head);
        part.SpokenIpv4.AddRange(SpokenIPv4.Order());
        part.SpokenIpv6.AddRange(SpokenIPv6.Order());
        SpokenIPv4.Clear();
        SpokenIPv6.Clear();
        var bytes = 0;
        foreach (var (minute, rows) in _pieces)
        {
            if (bytes > 0 && (bytes + rows.Length > BytesInPart || part.Rows is not null))
            {
                part.More = true;
                send(new EntityMessage { Routes = part });
                part = new TableUpdate { Bucket = head.Bucket, Step = head.Step, Bin = head.Bin, Until = head.Until };
                bytes = 0;
            }

            bytes += rows.Length;
            var table = TableRows.Parser.ParseFrom(rows);
            if (minute is { } at)
            {
                part.Samples.Add(new SampleRows { Minute = at, Rows = table });
            }
            else
            {
                part.Rows = table;
            }
        }

        _pieces.Clear();
        send(new EntityMessage { Routes = part });
    }

    private void EndRows()
    {
        if (_rows.Take() is { } rows)
        {
            _pieces.Add((_minute, rows.ToByteArray()));
        }
    }
}
