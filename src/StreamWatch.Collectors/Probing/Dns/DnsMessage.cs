using System.Buffers.Binary;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>A DNS message (RFC 1035 section 4), as it is asked and answered.</summary>
public sealed record DnsMessage
{
    /// <summary>The class of the internet.</summary>
    public const ushort Internet = 1;

    /// <summary>Most bytes of a message: over TCP its length has two bytes (RFC 1035 section 4.2.2).</summary>
    public const int LongestMessage = 65_535;

    /// <summary>Most bytes of an answer over UDP to a question without EDNS (RFC 1035 section 4.2.1).</summary>
    public const int LongestDatagram = 512;

    private const ushort ResponseBit = 0x8000;
    private const ushort AuthoritativeBit = 0x0400;
    private const ushort TruncatedBit = 0x0200;
    private const ushort RecursionDesiredBit = 0x0100;
    private const ushort CodeMask = 0x000F;

    /// <summary>Joins an answer to its question.</summary>
    public required ushort Id { get; init; }

    /// <summary>The second word of the header: QR, OPCODE, AA, TC, RD, RA, Z, RCODE.</summary>
    public ushort Flags { get; init; }

    public IReadOnlyList<DnsQuestion> Questions { get; init; } = [];

    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    public IReadOnlyList<DnsRecord> Authorities { get; init; } = [];

    public IReadOnlyList<DnsRecord> Additional { get; init; } = [];

    /// <summary>It answers; otherwise it asks.</summary>
    public bool IsResponse => (Flags & ResponseBit) != 0;

    /// <summary>The server has the zone itself.</summary>
    public bool IsAuthoritative => (Flags & AuthoritativeBit) != 0;

    /// <summary>It did not fit: to be asked again over TCP.</summary>
    public bool IsTruncated => (Flags & TruncatedBit) != 0;

    public DnsResponseCode ResponseCode => (DnsResponseCode)(Flags & CodeMask);

    /// <summary>A question, recursion desired.</summary>
    public static DnsMessage Ask(ushort id, DnsName name, DnsRecordType type) => new()
    {
        Id = id,
        Flags = RecursionDesiredBit,
        Questions = [new DnsQuestion(name, type, Internet)],
    };

    /// <summary>An answer to this question.</summary>
    public DnsMessage Answer(DnsResponseCode code, IReadOnlyList<DnsRecord> answers, bool isTruncated = false) => this with
    {
        Flags = (ushort)(Flags | ResponseBit | (isTruncated ? TruncatedBit : 0) | (int)code),
        Answers = answers,
    };

    /// <summary>Reads a message; bytes behind its last record are not looked at.</summary>
    /// <returns>The message; null, and why, where the bytes are none.</returns>
    public static DnsMessage? Read(ReadOnlySpan<byte> bytes, out string? fault) => new DnsReader(bytes).Message(out fault);

    /// <summary>The header alone of an answer that says of itself that it was cut: it may be cut anywhere. Null of any other.</summary>
    internal static DnsMessage? ReadCut(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < DnsReader.HeaderLength)
        {
            return null;
        }

        var head = new DnsMessage { Id = BinaryPrimitives.ReadUInt16BigEndian(bytes), Flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) };
        return head is { IsResponse: true, IsTruncated: true } ? head : null;
    }

    /// <summary>Its bytes, names uncompressed.</summary>
    /// <exception cref="InvalidOperationException">They are more than <see cref="LongestMessage"/>, or a section has more than 65,535 entries.</exception>
    public byte[] Write() => DnsWriter.Write(this);
}
