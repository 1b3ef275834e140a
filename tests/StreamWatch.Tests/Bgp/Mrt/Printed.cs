using System.Text;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Text;

namespace StreamWatch.Tests.Bgp.Mrt;

/// <summary>What the decoder makes of records, as lines, with the rejections behind them.</summary>
static class Printed
{
    /// <summary>Lines in bgpdump's format.</summary>
    public static string[] Lines(params byte[][] records)
    {
        using var output = new MemoryStream();
        var lines = new LineBuffer(output);
        var writer = new BgpdumpWriter(lines);
        Decode(records, new BgpdumpSink(writer));
        lines.Flush();
        var text = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return writer.FirstRejected is { } rejected ? [.. text, $"rejected {Reason(rejected)}"] : text;
    }

    /// <summary>JSON objects.</summary>
    public static string[] Json(params byte[][] records)
    {
        using var output = new MemoryStream();
        var lines = new LineBuffer(output);
        using var writer = new JsonElemWriter(lines, "hand-made");
        Decode(records, new JsonElemSink(writer));
        lines.Flush();
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    static string Reason(string text) => text[(text.IndexOf("): ", StringComparison.Ordinal) + 3)..];

    static void Decode<TSink>(byte[][] records, TSink sink)
        where TSink : IMrtSink
    {
        var decoder = new MrtDecoder<TSink>();
        var offset = 0L;
        foreach (var record in records)
        {
            Xunit.Assert.Equal(MrtHeaderStatus.Ok, MrtHeader.TryRead(record, offset, out var header));
            decoder.Decode(header, record.AsSpan(header.HeaderLength), ref sink);
            offset += record.Length;
        }
    }
}
