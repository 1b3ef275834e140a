using System.Globalization;

namespace StreamWatch.Bgp.Mrt;

/// <summary>One fault of one record. A record is reported at most once, with its first fault.</summary>
public readonly ref struct RejectedRecord
{
    /// <summary>How many bytes of a record are kept, its header not counted.</summary>
    public const int MaxFirstBytes = 64;

    public RejectedRecord(MrtHeader header, RejectReason reason, int detail, ReadOnlySpan<byte> firstBytes, int elems)
    {
        Header = header;
        Reason = reason;
        Detail = detail;
        FirstBytes = firstBytes;
        Elems = elems;
    }

    /// <summary>Header of the record; its offset says where it stands.</summary>
    public MrtHeader Header { get; }

    public RejectReason Reason { get; }

    /// <summary>A number that belongs to the reason, see <see cref="RejectReason"/>; 0 where there is none.</summary>
    public int Detail { get; }

    /// <summary>First bytes of the record's body, at most <see cref="MaxFirstBytes"/>; good during the call only.</summary>
    public ReadOnlySpan<byte> FirstBytes { get; }

    /// <summary>Elems of the record that were passed on all the same.</summary>
    public int Elems { get; }

    /// <summary>One sentence for people.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"record at byte {Header.Offset} ({(ushort)Header.Type}/{Header.Subtype}, {Header.BodyLength} bytes): {Reason} {Detail}, {Elems} elems kept");
}
