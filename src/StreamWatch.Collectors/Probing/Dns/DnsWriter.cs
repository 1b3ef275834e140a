using System.Buffers;
using System.Buffers.Binary;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>Writes the wire format (RFC 1035 section 4), names uncompressed.</summary>
internal static class DnsWriter
{
    public static byte[] Write(DnsMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>(DnsMessage.LongestDatagram);
        Word(bytes, message.Id);
        Word(bytes, message.Flags);
        foreach (var count in (ReadOnlySpan<int>)[message.Questions.Count, message.Answers.Count, message.Authorities.Count, message.Additional.Count])
        {
            Word(bytes, Checked(count, "a section has {0} entries"));
        }

        foreach (var question in message.Questions)
        {
            bytes.Write(question.Name.Wire);
            Word(bytes, (ushort)question.Type);
            Word(bytes, question.Class);
        }

        foreach (var record in message.Answers.Concat(message.Authorities).Concat(message.Additional))
        {
            bytes.Write(record.Name.Wire);
            Word(bytes, (ushort)record.Type);
            Word(bytes, record.Class);
            Word(bytes, (ushort)(record.TimeToLive >> 16));
            Word(bytes, (ushort)record.TimeToLive);
            Word(bytes, Checked(record.Data.Length, "a record has {0} bytes"));
            bytes.Write(record.Data.Span);
        }

        Checked(bytes.WrittenCount, "the message has {0} bytes");
        return bytes.WrittenSpan.ToArray();
    }

    private static ushort Checked(int number, string what) => number <= ushort.MaxValue
        ? (ushort)number
        : throw new InvalidOperationException($"{string.Format(null, what, number)}; {ushort.MaxValue} are the most of DNS");

    private static void Word(ArrayBufferWriter<byte> bytes, ushort word)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes.GetSpan(2), word);
        bytes.Advance(2);
    }
}
