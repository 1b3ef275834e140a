using System.Buffers.Binary;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>Reads the wire format (RFC 1035 section 4). Every length is checked before it is believed; a compression pointer only leads backwards, so none loops.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 12;

    private const int PointerBits = 0xC0;
    private const int FixedSoaLength = 20;

    private readonly ReadOnlySpan<byte> message = message;
    private int at;

    public DnsMessage? Message(out string? fault)
    {
        fault = null;
        if (message.Length < HeaderLength)
        {
            fault = $"{message.Length} bytes are less than a header of {HeaderLength}";
            return null;
        }

        at = HeaderLength;
        var questions = new List<DnsQuestion>();
        for (var left = Word(4); left > 0; left--)
        {
            if (!TryQuestion(out var question))
            {
                fault = $"the question at byte {at} is broken";
                return null;
            }

            questions.Add(question);
        }

        return TrySection(Word(6), out var answers) && TrySection(Word(8), out var authorities) && TrySection(Word(10), out var additional)
            ? new DnsMessage
            {
                Id = Word(0),
                Flags = Word(2),
                Questions = questions,
                Answers = answers,
                Authorities = authorities,
                Additional = additional,
            }
            : Broken(at, out fault);
    }

    /// <summary>A name here; afterwards the reader stands behind it.</summary>
    public bool TryName(out DnsName name)
    {
        Span<byte> wire = stackalloc byte[DnsName.LongestWire];
        name = DnsName.Root;
        int length = 0, from = at, earliest = at;
        int? behind = null;
        while (from < message.Length)
        {
            var first = message[from];
            if ((first & PointerBits) == PointerBits)
            {
                if (from + 1 >= message.Length)
                {
                    return false;
                }

                behind ??= from + 2;
                from = ((first & ~PointerBits) << 8) | message[from + 1];
                if (from >= earliest)
                {
                    return false;
                }

                earliest = from;
                continue;
            }

            if ((first & PointerBits) != 0 || from + 1 + first > message.Length || length + 1 + first > DnsName.LongestWire)
            {
                return false;
            }

            message.Slice(from, 1 + first).CopyTo(wire[length..]);
            length += 1 + first;
            from += 1 + first;
            if (first == 0)
            {
                at = behind ?? from;
                name = DnsName.OfWire(wire[..length]);
                return true;
            }
        }

        return false;
    }

    private static DnsMessage? Broken(int at, out string? fault)
    {
        fault = $"the record at byte {at} is broken";
        return null;
    }

    private readonly ushort Word(int offset) => BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);

    private bool TryQuestion(out DnsQuestion question)
    {
        question = default;
        if (!TryName(out var name) || at + 4 > message.Length)
        {
            return false;
        }

        question = new DnsQuestion(name, (DnsRecordType)Word(at), Word(at + 2));
        at += 4;
        return true;
    }

    private bool TrySection(int count, out IReadOnlyList<DnsRecord> records)
    {
        var found = new List<DnsRecord>();
        records = found;
        for (; count > 0; count--)
        {
            var start = at;
            if (!TryRecord(out var record))
            {
                at = start;
                return false;
            }

            found.Add(record!);
        }

        return true;
    }

    private bool TryRecord(out DnsRecord? record)
    {
        record = null;
        if (!TryName(out var name) || at + 10 > message.Length)
        {
            return false;
        }

        var type = (DnsRecordType)Word(at);
        var (kind, timeToLive, length) = (Word(at + 2), BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]), Word(at + 8));
        at += 10;
        if (at + length > message.Length)
        {
            return false;
        }

        var end = at + length;
        if (!TryData(type, end, out var data) || at != end)
        {
            return false;
        }

        record = new DnsRecord(name, type, kind, timeToLive, data);
        return true;
    }

    /// <summary>RDATA up to <paramref name="end"/>, with the names of the types of RFC 1035 written out: they alone may be compressed here (RFC 3597 section 4).</summary>
    private bool TryData(DnsRecordType type, int end, out byte[] data)
    {
        data = [];
        var names = type switch { DnsRecordType.Ns or DnsRecordType.Cname => 1, DnsRecordType.Soa => 2, _ => 0 };
        if (names == 0)
        {
            var isAddress = type is DnsRecordType.A or DnsRecordType.Aaaa;
            if (isAddress && end - at != (type == DnsRecordType.A ? 4 : 16))
            {
                return false;
            }

            data = message[at..end].ToArray();
            at = end;
            return true;
        }

        Span<byte> written = stackalloc byte[(2 * DnsName.LongestWire) + FixedSoaLength];
        var length = 0;
        for (; names > 0; names--)
        {
            if (!TryName(out var name))
            {
                return false;
            }

            name.Wire.CopyTo(written[length..]);
            length += name.Wire.Length;
        }

        if (type == DnsRecordType.Soa)
        {
            if (end - at != FixedSoaLength)
            {
                return false;
            }

            message[at..end].CopyTo(written[length..]);
            length += FixedSoaLength;
            at = end;
        }

        data = written[..length].ToArray();
        return true;
    }
}
