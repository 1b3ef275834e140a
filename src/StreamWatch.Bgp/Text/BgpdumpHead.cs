using StreamWatch.Bgp.Mrt;

namespace StreamWatch.Bgp.Text;

/// <summary>The fields before the prefix: <c>format|time|type|peer address|peer ASN|</c>.</summary>
internal static unsafe class BgpdumpHead
{
    /// <summary>For announcements and withdrawals.</summary>
    public static byte* Message(byte* to, MrtMessage message, char type, bool addressAsIPv6)
    {
        to = Ascii.Copy(to, Format(message.Header));
        to = Time(to, message.Header);
        *to++ = (byte)type;
        *to++ = (byte)'|';

        // Of messages with path identifiers that the collector sent, bgpdump prints the collector's side.
        var localSide = message.Header.Type != MrtType.Bgp
            && message.Header.Subtype is MrtSubtype.MessageLocalAddPath or MrtSubtype.MessageAs4LocalAddPath;
        var address = localSide ? message.LocalAddress : message.PeerAddress;
        to = addressAsIPv6 ? Ascii.IPv6(to, address.High, address.Low, shortenSingleZero: true) : Ascii.Address(to, address, shortenSingleZero: true);
        *to++ = (byte)'|';
        to = Ascii.Number(to, localSide ? message.LocalAsn : message.PeerAsn);
        *to++ = (byte)'|';
        return to;
    }

    /// <summary>For state changes; the old and the new state follow.</summary>
    public static byte* State(byte* to, MrtMessage message)
    {
        to = Ascii.Copy(to, message.Header.Type switch
        {
            MrtType.Bgp => "BGP|"u8,
            MrtType.Bgp4MpEt => "BGP4MP_ET|"u8,
            _ => "BGP4MP|"u8,
        });
        to = Time(to, message.Header);
        to = Ascii.Copy(to, "STATE|"u8);
        to = Ascii.Address(to, message.PeerAddress, shortenSingleZero: true);
        *to++ = (byte)'|';
        to = Ascii.Number(to, message.PeerAsn);
        *to++ = (byte)'|';
        return to;
    }

    /// <summary>For table dumps.</summary>
    public static byte* Entry(byte* to, MrtMessage message)
    {
        var isV2 = message.Header.Type == MrtType.TableDumpV2;
        to = Ascii.Copy(to, !isV2 ? "TABLE_DUMP|"u8 : message.IsAddPath ? "TABLE_DUMP2_AP|"u8 : "TABLE_DUMP2|"u8);
        to = Ascii.Number(to, message.Header.Seconds);
        to = Ascii.Copy(to, "|B|"u8);
        to = !isV2 && message.Header.Subtype == MrtSubtype.TableDumpIPv6As4
            ? Ascii.IPv4(to, message.PeerAddress.IPv4Value)
            : Ascii.Address(to, message.PeerAddress, shortenSingleZero: true);
        *to++ = (byte)'|';
        to = Ascii.Number(to, message.PeerAsn);
        *to++ = (byte)'|';
        return to;
    }

    private static ReadOnlySpan<byte> Format(in MrtHeader header)
    {
        if (header.Type == MrtType.Bgp)
        {
            return "BGP|"u8;
        }

        var extended = header.Type == MrtType.Bgp4MpEt;
        return header.Subtype switch
        {
            MrtSubtype.MessageLocal or MrtSubtype.MessageAs4Local => extended ? "BGP4MP_ET_LOCAL|"u8 : "BGP4MP_LOCAL|"u8,
            >= MrtSubtype.MessageAddPath => extended ? "BGP4MP_ET_AP|"u8 : "BGP4MP_AP|"u8,
            _ => extended ? "BGP4MP_ET|"u8 : "BGP4MP|"u8,
        };
    }

    private static byte* Time(byte* to, in MrtHeader header)
    {
        to = Ascii.Number(to, header.Seconds);
        if (header.Type == MrtType.Bgp4MpEt)
        {
            *to++ = (byte)'.';
            to = Ascii.SixDigits(to, header.Microseconds);
        }

        *to++ = (byte)'|';
        return to;
    }
}
