using StreamWatch.Bgp.Mrt;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Tests.Bgp.Mrt;

/// <summary>Real files in memory, decompressed, and a plain loop that decodes bytes as a reader would.</summary>
static class RealRecords
{
    /// <summary>Everything that can be decompressed; torn files end at their tear.</summary>
    public static byte[] Decompressed(string file)
    {
        using var stream = FeedStream.Open(file, out _);
        using var all = new MemoryStream();
        try
        {
            stream.CopyTo(all);
        }
        catch (InvalidDataException)
        {
            // One of the files is cut in its packed form.
        }

        return all.ToArray();
    }

    /// <summary>Decodes whole records until the bytes end or a header cannot be believed; returns how many there were.</summary>
    public static int Decode<TSink>(ReadOnlySpan<byte> bytes, MrtDecoder<TSink> decoder, ref TSink sink)
        where TSink : IMrtSink
    {
        var records = 0;
        var offset = 0;
        while (MrtHeader.TryRead(bytes[offset..], offset, out var header) == MrtHeaderStatus.Ok && bytes.Length - offset >= header.RecordLength)
        {
            decoder.Decode(header, bytes.Slice(offset + header.HeaderLength, header.BodyLength), ref sink);
            offset += header.RecordLength;
            records++;
        }

        return records;
    }
}
