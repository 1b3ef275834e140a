using System.Text.Json;
using StreamWatch.Bgp.Statistics;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.App.Commands.Bgp;

/// <summary>Counts for programs: <c>{"files":[…],"total":{…}}</c>. The fields are documented in docs/formats.md.</summary>
internal sealed class JsonStatReport : IStatReport
{
    private readonly Stream output;
    private readonly Utf8JsonWriter json;

    public JsonStatReport(Stream output)
    {
        this.output = output;
        json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("files");
    }

    public void File(MrtFileReader reader, MrtStatistics statistics)
    {
        json.WriteStartObject();
        json.WriteString("file", reader.Path);
        json.WriteString("compression", reader.Compression switch
        {
            Compression.Gzip => "gzip",
            Compression.Bzip2 => "bzip2",
            _ => "none",
        });
        json.WriteNumber("bytes", reader.Offset);
        if (reader.Tear is { } tear)
        {
            json.WriteStartObject("torn");
            json.WriteNumber("offset", tear.Offset);
            json.WriteString("reason", tear.Reason);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("torn");
        }

        Counts(statistics);
        json.WriteEndObject();
    }

    public void Total(MrtStatistics statistics, int files)
    {
        json.WriteEndArray();
        json.WriteStartObject("total");
        json.WriteNumber("files", files);
        Counts(statistics);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    public void Dispose() => json.Dispose();

    private void Counts(MrtStatistics s)
    {
        json.WriteNumber("records", s.Records.Values.Sum());
        json.WriteStartObject("records_by_type");
        foreach (var (kind, count) in s.Records.OrderBy(r => r.Key))
        {
            json.WriteNumber(MrtNames.Of(kind.Type, kind.Subtype), count);
        }

        json.WriteEndObject();
        json.WriteNumber("elems", s.Elems);
        json.WriteNumber("rib_entries", s.RibEntries);
        json.WriteNumber("announcements", s.Announcements);
        json.WriteNumber("withdrawals", s.Withdrawals);
        json.WriteNumber("peer_states", s.PeerStates);
        json.WriteNumber("end_of_rib_markers", s.EndOfRibs);
        json.WriteNumber("other_messages", s.OtherMessages);
        json.WriteNumber("peers", s.Peers);
        json.WriteNumber("ipv4_prefixes", s.IPv4Prefixes);
        json.WriteNumber("ipv6_prefixes", s.IPv6Prefixes);
        json.WriteNumber("origin_asns", s.OriginAsns);
        json.WriteNumber("path_asns", s.PathAsns);
        Time("first_time", s.FirstMicros);
        Time("last_time", s.LastMicros);
        json.WriteNumber("rejected_records", s.RejectedRecords);
        json.WriteString("first_rejected", s.FirstRejected);
    }

    private void Time(string name, long? micros)
    {
        if (micros is { } value)
        {
            json.WriteString(name, StatTime.Text(value));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
