using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Text;

/// <summary>One JSON object an elem, one a line, with every attribute that is decoded. The fields are documented in docs/formats.md.</summary>
public sealed unsafe class JsonElemWriter : IDisposable
{
    private readonly LineBuffer lines;
    private readonly string file;
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly Utf8JsonWriter json;
    private byte[] text = new byte[1024];

    /// <param name="lines">Where the lines go.</param>
    /// <param name="file">Name of the file, as it is put into the objects.</param>
    public JsonElemWriter(LineBuffer lines, string file)
    {
        this.lines = lines;
        this.file = file;
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>Records that were rejected, wholly or in part.</summary>
    public long RejectedRecords { get; private set; }

    /// <summary>The first of them, for people; null while there is none.</summary>
    public string? FirstRejected { get; private set; }

    public void Dispose() => json.Dispose();

    internal void Route(ElemType type, MrtMessage message, PathAttributes? attributes, in WirePrefix prefix)
    {
        Begin(message, type switch
        {
            ElemType.RibEntry => "rib"u8,
            ElemType.Announcement => "announcement"u8,
            _ => "withdrawal"u8,
        });
        WritePrefix(prefix);
        json.WriteNumber("safi"u8, message.Safi);
        if (prefix.HasPathId)
        {
            json.WriteNumber("path_id"u8, prefix.PathId);
        }

        if (message.OriginatedSeconds != 0)
        {
            json.WriteNumber("originated"u8, message.OriginatedSeconds);
        }

        if (attributes is not null)
        {
            WritePath(attributes);
            WriteNextHop(attributes);
            WriteNumbers(attributes);
            WriteCommunities(attributes);
        }

        End();
    }

    internal void State(MrtMessage message, PeerState from, PeerState to)
    {
        Begin(message, "state"u8);
        json.WriteNumber("old_state"u8, (ushort)from);
        json.WriteNumber("new_state"u8, (ushort)to);
        End();
    }

    internal void Rejected(in RejectedRecord record)
    {
        RejectedRecords++;
        FirstRejected ??= record.Describe();
    }

    private void Begin(MrtMessage message, ReadOnlySpan<byte> type)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        WriteTime(message.Header);
        WriteAddress("peer_address"u8, message.PeerAddress);
        json.WriteNumber("peer_asn"u8, message.PeerAsn);
        if (message.LocalAddress.IsPresent)
        {
            WriteAddress("local_address"u8, message.LocalAddress);
            json.WriteNumber("local_asn"u8, message.LocalAsn);
        }

        if (message.IsLocal)
        {
            json.WriteBoolean("sent_by_collector"u8, true);
        }

        json.WriteNumber("mrt_type"u8, (ushort)message.Header.Type);
        json.WriteNumber("mrt_subtype"u8, message.Header.Subtype);
        json.WriteString("file"u8, file);
        json.WriteNumber("offset"u8, message.Header.Offset);
    }

    private void End()
    {
        json.WriteEndObject();
        json.Flush();
        var written = buffer.WrittenSpan;
        lines.WriteLong(written);
        lines.WriteLong("\n"u8);
    }

    private void WriteTime(in MrtHeader header)
    {
        fixed (byte* start = text)
        {
            var to = Ascii.Number(start, header.Seconds + (header.Microseconds / 1_000_000L));
            if (header.IsExtended)
            {
                *to++ = (byte)'.';
                to = Ascii.SixDigits(to, header.Microseconds % 1_000_000);
            }

            json.WritePropertyName("time"u8);
            json.WriteRawValue(new ReadOnlySpan<byte>(start, (int)(to - start)), skipInputValidation: true);
        }
    }

    private void WriteAddress(ReadOnlySpan<byte> name, in WireAddress address)
    {
        fixed (byte* start = text)
        {
            json.WriteString(name, new ReadOnlySpan<byte>(start, (int)(Ascii.Address(start, address, shortenSingleZero: false) - start)));
        }
    }

    private void WritePrefix(in WirePrefix wire)
    {
        var prefix = wire.Prefix;
        fixed (byte* start = text)
        {
            var to = Ascii.Address(start, new WireAddress(prefix.Family, prefix.High, prefix.Low), shortenSingleZero: false);
            *to++ = (byte)'/';
            to = Ascii.Number(to, prefix.Length);
            json.WriteString("prefix"u8, new ReadOnlySpan<byte>(start, (int)(to - start)));
        }
    }

    private void WritePath(PathAttributes attributes)
    {
        if (attributes.Has(AttributeType.AsPath))
        {
            if (attributes.Path.IsMalformed)
            {
                json.WriteNull("as_path"u8);
            }
            else
            {
                WritePathText(attributes.Path);
            }

            json.WriteStartArray("origin_asns"u8);
            foreach (var asn in attributes.Path.OriginAsns)
            {
                json.WriteNumberValue(asn);
            }

            json.WriteEndArray();
        }

        switch (attributes.Origin)
        {
            case null:
                break;
            case (byte)OriginCode.Igp:
                json.WriteString("origin"u8, "IGP"u8);
                break;
            case (byte)OriginCode.Egp:
                json.WriteString("origin"u8, "EGP"u8);
                break;
            case (byte)OriginCode.Incomplete:
                json.WriteString("origin"u8, "INCOMPLETE"u8);
                break;
            case { } other:
                json.WriteNumber("origin"u8, other);
                break;
        }
    }

    private void WritePathText(AsPath path)
    {
        var room = 64 + (12 * path.Asns.Length) + (4 * path.Segments.Length);
        if (room > text.Length)
        {
            text = new byte[room];
        }

        fixed (byte* start = text)
        {
            json.WriteString("as_path"u8, new ReadOnlySpan<byte>(start, (int)(AttributeText.Path(start, path, int.MaxValue) - start)));
        }
    }

    private void WriteNextHop(PathAttributes attributes)
    {
        if (attributes.NextHop.IsPresent)
        {
            WriteAddress("next_hop"u8, attributes.NextHop);
        }

        if (attributes.NextHopLinkLocal.IsPresent)
        {
            WriteAddress("next_hop_link_local"u8, attributes.NextHopLinkLocal);
        }
    }

    private void WriteNumbers(PathAttributes attributes)
    {
        if (attributes.Med is { } med)
        {
            json.WriteNumber("med"u8, med);
        }

        if (attributes.LocalPref is { } localPref)
        {
            json.WriteNumber("local_pref"u8, localPref);
        }

        if (attributes.AtomicAggregate)
        {
            json.WriteBoolean("atomic_aggregate"u8, true);
        }

        if (attributes.HasAggregator)
        {
            json.WriteNumber("aggregator_asn"u8, attributes.AggregatorAsn);
            WriteAddress("aggregator_address"u8, WireAddress.IPv4(attributes.AggregatorAddress));
        }

        if (attributes.OnlyToCustomer is { } otc)
        {
            json.WriteNumber("only_to_customer"u8, otc);
        }

        if (attributes.OriginatorId is { } originator)
        {
            WriteAddress("originator_id"u8, WireAddress.IPv4(originator));
        }
    }

    private void WriteCommunities(PathAttributes attributes)
    {
        WriteList("communities"u8, attributes.Communities, 4, static (bytes, to) =>
        {
            to = Ascii.Number(to, BinaryPrimitives.ReadUInt16BigEndian(bytes));
            *to++ = (byte)':';
            return Ascii.Number(to, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        });
        WriteList("extended_communities"u8, attributes.ExtendedCommunities, 8, static (bytes, to) =>
        {
            Convert.TryToHexStringLower(bytes[..8], new Span<byte>(to, 16), out var written);
            return to + written;
        });
        WriteList("large_communities"u8, attributes.LargeCommunities, 12, static (bytes, to) =>
        {
            to = Ascii.Number(to, BinaryPrimitives.ReadUInt32BigEndian(bytes));
            *to++ = (byte)':';
            to = Ascii.Number(to, BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
            *to++ = (byte)':';
            return Ascii.Number(to, BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]));
        });
        WriteList("cluster_list"u8, attributes.ClusterList, 4, static (bytes, to) => Ascii.IPv4(to, BinaryPrimitives.ReadUInt32BigEndian(bytes)));
    }

    private void WriteList(ReadOnlySpan<byte> name, ReadOnlySpan<byte> values, int size, ItemWriter write)
    {
        if (values.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        fixed (byte* start = text)
        {
            for (; values.Length >= size; values = values[size..])
            {
                json.WriteStringValue(new ReadOnlySpan<byte>(start, (int)(write(values, start) - start)));
            }
        }

        json.WriteEndArray();
    }

    private delegate byte* ItemWriter(ReadOnlySpan<byte> bytes, byte* to);
}
