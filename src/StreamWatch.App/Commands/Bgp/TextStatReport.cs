using System.Globalization;
using System.Text;
using StreamWatch.Bgp.Statistics;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.App.Commands.Bgp;

/// <summary>Counts for people: a block a file, then the total where there are several.</summary>
internal sealed class TextStatReport(Stream output) : IStatReport
{
    public void File(MrtFileReader reader, MrtStatistics statistics)
    {
        var text = Block(reader.Path, statistics);
        text.Append(CultureInfo.InvariantCulture, $"  bytes      {reader.Offset} decompressed, {Name(reader.Compression)}\n");
        if (reader.Tear is { } tear)
        {
            text.Append(CultureInfo.InvariantCulture, $"  torn       at byte {tear.Offset}: {tear.Reason}\n");
        }

        Write(text);
    }

    public void Total(MrtStatistics statistics, int files)
    {
        if (files > 1)
        {
            Write(Block($"total of {files} files", statistics));
        }
    }

    public void Dispose()
    {
        // Nothing is held; the output belongs to the caller.
    }

    private static StringBuilder Block(string title, MrtStatistics s)
    {
        var text = new StringBuilder();
        text.Append(title).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"  elems      {s.Elems} = {s.RibEntries} rib entries + {s.Announcements} announcements")
            .Append(CultureInfo.InvariantCulture, $" + {s.Withdrawals} withdrawals + {s.PeerStates} peer states\n");
        text.Append(CultureInfo.InvariantCulture, $"  records    {s.Records.Values.Sum()}\n");
        foreach (var (kind, count) in s.Records.OrderBy(r => r.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {count,12} {MrtNames.Of(kind.Type, kind.Subtype)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  messages   {s.OtherMessages} without routes, {s.EndOfRibs} end-of-RIB markers\n");
        text.Append(CultureInfo.InvariantCulture, $"  peers      {s.Peers}\n");
        text.Append(CultureInfo.InvariantCulture, $"  prefixes   {s.IPv4Prefixes} IPv4, {s.IPv6Prefixes} IPv6\n");
        text.Append(CultureInfo.InvariantCulture, $"  ASNs       {s.OriginAsns} origins, {s.PathAsns} in paths\n");
        if (s is { FirstMicros: { } first, LastMicros: { } last })
        {
            text.Append(CultureInfo.InvariantCulture, $"  times      {StatTime.Text(first)} to {StatTime.Text(last)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  rejected   {s.RejectedRecords} records wholly or in part\n");
        return text;
    }

    private static string Name(Compression compression) => compression switch
    {
        Compression.Gzip => "gzip",
        Compression.Bzip2 => "bzip2",
        _ => "plain",
    };

    private void Write(StringBuilder text) => output.Write(Encoding.UTF8.GetBytes(text.ToString()));
}
