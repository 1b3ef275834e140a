using System.Runtime.CompilerServices;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Wire;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Text;

/// <summary>
/// One line an elem in the format of <c>bgpdump -m</c> 1.6.2, its oddities included (see docs/formats.md). What stands before and behind the
/// prefix is rendered once per message and copied for each of its prefixes.
/// </summary>
public sealed unsafe class BgpdumpWriter
{
    private readonly LineBuffer lines;
    private readonly byte[] headBytes = GC.AllocateUninitializedArray<byte>(512, pinned: true);
    private readonly byte[] tailBytes = GC.AllocateUninitializedArray<byte>(LineBuffer.MaxLine / 2, pinned: true);
    private readonly byte* head;
    private readonly byte* tail;
    private int headLength;
    private int tailLength;
    private long headId = -1;
    private long tailId = -1;
    private ElemType headType;

    /// <param name="lines">Where the lines go.</param>
    public BgpdumpWriter(LineBuffer lines)
    {
        this.lines = lines;
        head = (byte*)Unsafe.AsPointer(ref headBytes[0]);
        tail = (byte*)Unsafe.AsPointer(ref tailBytes[0]);
    }

    /// <summary>Records that were rejected, wholly or in part.</summary>
    public long RejectedRecords { get; private set; }

    /// <summary>The first of them, for people; null while there is none.</summary>
    public string? FirstRejected { get; private set; }

    internal void Announcement(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        if (IsLeftOut(message))
        {
            return;
        }

        UseHead(message, ElemType.Announcement);
        if (message.Id != tailId)
        {
            tailId = message.Id;
            tailLength = (int)(BgpdumpTail.Announcement(tail, message, attributes, prefix.Family) - tail);
        }

        WriteLine(prefix, withTail: true);
    }

    internal void Withdrawal(MrtMessage message, in WirePrefix prefix)
    {
        if (IsLeftOut(message))
        {
            return;
        }

        UseHead(message, ElemType.Withdrawal);
        if (prefix.Family == AddressFamily.IPv6 && message.PeerAddress.Family == AddressFamily.IPv4
            && message.Header.Subtype is MrtSubtype.MessageLocal or MrtSubtype.MessageAs4Local)
        {
            // bgpdump prints the IPv4 address as the start of an IPv6 one here.
            headId = -1;
            headLength = (int)(BgpdumpHead.Message(head, message, 'W', addressAsIPv6: true) - head);
        }

        if (message.Header.Type == MrtType.Bgp)
        {
            // bgpdump formats both addresses of this line into one buffer, so that the peer's stands in both places.
            WriteLine(new WirePrefix(prefix.Family, message.PeerAddress.High, 0, prefix.Length, 0, false), withTail: false);
            return;
        }

        WriteLine(prefix, withTail: false);
    }

    internal void RibEntry(MrtMessage message, PathAttributes attributes, in WirePrefix prefix)
    {
        var isV2 = message.Header.Type == MrtType.TableDumpV2;

        // bgpdump reads neither multicast nor generic tables.
        if (isV2 && message.Header.Subtype is not (MrtSubtype.RibIPv4Unicast or MrtSubtype.RibIPv6Unicast
            or MrtSubtype.RibIPv4UnicastAddPath or MrtSubtype.RibIPv6UnicastAddPath))
        {
            return;
        }

        var to = lines.Reserve();
        to = BgpdumpHead.Entry(to, message);

        // The 4-byte IPv6 tables of TABLE_DUMP are printed as IPv4 by bgpdump.
        to = Prefix(to, prefix, !isV2 && message.Header.Subtype == MrtSubtype.TableDumpIPv6As4 ? AddressFamily.IPv4 : prefix.Family);
        lines.Commit(BgpdumpTail.Entry(to, message, attributes));
    }

    internal void State(MrtMessage message, PeerState from, PeerState to)
    {
        var at = lines.Reserve();
        at = BgpdumpHead.State(at, message);
        at = Ascii.Number(at, (uint)from);
        *at++ = (byte)'|';
        at = Ascii.Number(at, (uint)to);
        *at++ = (byte)'\n';
        lines.Commit(at);
    }

    internal void Rejected(in RejectedRecord record)
    {
        RejectedRecords++;
        FirstRejected ??= record.Describe();
    }

    /// <summary>bgpdump prints only the UPDATE's own prefixes of the first BGP records.</summary>
    private static bool IsLeftOut(MrtMessage message) => message.IsMultiprotocol && message.Header.Type == MrtType.Bgp;

    private static byte* Prefix(byte* to, in WirePrefix prefix, AddressFamily family)
    {
        to = family == AddressFamily.IPv4
            ? Ascii.IPv4(to, (uint)(prefix.High >> 32))
            : Ascii.IPv6(to, prefix.High, prefix.Low, shortenSingleZero: true);
        *to++ = (byte)'/';
        to = Ascii.Number(to, prefix.Length);
        if (prefix.HasPathId)
        {
            *to++ = (byte)'|';
            to = Ascii.Number(to, prefix.PathId);
        }

        return to;
    }

    private void UseHead(MrtMessage message, ElemType type)
    {
        if (message.Id != headId || type != headType)
        {
            headId = message.Id;
            headType = type;
            headLength = (int)(BgpdumpHead.Message(head, message, type == ElemType.Announcement ? 'A' : 'W', addressAsIPv6: false) - head);
        }
    }

    private void WriteLine(in WirePrefix prefix, bool withTail)
    {
        var to = lines.Reserve();
        Unsafe.CopyBlockUnaligned(to, head, (uint)headLength);
        to = Prefix(to + headLength, prefix, prefix.Family);
        if (withTail)
        {
            Unsafe.CopyBlockUnaligned(to, tail, (uint)tailLength);
            to += tailLength;
        }
        else
        {
            *to++ = (byte)'\n';
        }

        lines.Commit(to);
    }
}
