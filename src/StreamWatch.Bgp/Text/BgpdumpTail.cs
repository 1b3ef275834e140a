using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Text;

/// <summary>
/// The fields behind the prefix: <c>|path|origin|next hop|local pref|MED|communities|AG or NAG|aggregator|</c> and the end of the line.
/// </summary>
internal static unsafe class BgpdumpTail
{
    /// <summary>For announcements.</summary>
    public static byte* Announcement(byte* to, MrtMessage message, PathAttributes attributes, AddressFamily family)
    {
        var isLegacy = message.Header.Type == MrtType.Bgp;
        *to++ = (byte)'|';
        if (!message.IsMultiprotocol)
        {
            to = PathAndOrigin(to, attributes);
            to = Ascii.IPv4(to, NextHopOrNone(attributes));
            to = Preferences(to, attributes, signed: false);
        }
        else if (attributes.NextHop.IsPresent)
        {
            to = PathAndOrigin(to, attributes);
            to = Ascii.Address(to, attributes.NextHop, shortenSingleZero: true);
            to = Preferences(to, attributes, signed: family == AddressFamily.IPv4);
        }
        else if (family == AddressFamily.IPv4)
        {
            // bgpdump leaves out the fields that need a next hop: next hop, local pref and MED of IPv4, all up to MED of IPv6.
            to = PathAndOrigin(to, attributes);
        }

        // The first BGP records have no separator between MED and communities in bgpdump's format.
        if (isLegacy)
        {
            to--;
        }

        return CommunitiesToEnd(to, attributes);
    }

    /// <summary>For table dumps.</summary>
    public static byte* Entry(byte* to, MrtMessage message, PathAttributes attributes)
    {
        *to++ = (byte)'|';
        to = PathAndOrigin(to, attributes);
        if (attributes.MpNextHopLength == 0)
        {
            to = Ascii.IPv4(to, NextHopOrNone(attributes));
        }
        else if (message.Header.Type == MrtType.TableDump)
        {
            // Whatever its length, bgpdump prints it as IPv6 here.
            to = Ascii.IPv6(to, attributes.NextHop.High, attributes.NextHop.Low, shortenSingleZero: true);
        }
        else
        {
            to = Ascii.Address(to, attributes.NextHop, shortenSingleZero: true);
        }

        to = Preferences(to, attributes, signed: false);
        return CommunitiesToEnd(to, attributes);
    }

    private static uint NextHopOrNone(PathAttributes attributes) =>
        attributes.NextHopAttribute.IsPresent ? attributes.NextHopAttribute.IPv4Value : uint.MaxValue;

    private static byte* PathAndOrigin(byte* to, PathAttributes attributes)
    {
        to = AttributeText.Path(to, attributes.Path);
        return Ascii.Copy(to, attributes.Origin switch
        {
            (byte)OriginCode.Igp => "|IGP|"u8,
            (byte)OriginCode.Egp => "|EGP|"u8,
            _ => "|INCOMPLETE|"u8,
        });
    }

    /// <summary>LOCAL_PREF and MED, 0 where missing. bgpdump prints those of IPv4 in MP_REACH_NLRI as signed numbers.</summary>
    private static byte* Preferences(byte* to, PathAttributes attributes, bool signed)
    {
        *to++ = (byte)'|';
        to = Preference(to, attributes.LocalPref ?? 0, signed);
        *to++ = (byte)'|';
        to = Preference(to, attributes.Med ?? 0, signed);
        *to++ = (byte)'|';
        return to;
    }

    private static byte* Preference(byte* to, uint value, bool signed) => signed ? Ascii.Number(to, (long)(int)value) : Ascii.Number(to, value);

    private static byte* CommunitiesToEnd(byte* to, PathAttributes attributes)
    {
        to = AttributeText.Communities(to, attributes.Communities);
        to = Ascii.Copy(to, attributes.AtomicAggregate ? "|AG|"u8 : "|NAG|"u8);
        if (attributes.AggregatorAddress != uint.MaxValue)
        {
            to = Ascii.Number(to, attributes.AggregatorAsn);
            *to++ = (byte)' ';
            to = Ascii.IPv4(to, attributes.AggregatorAddress);
        }

        *to++ = (byte)'|';
        *to++ = (byte)'\n';
        return to;
    }
}
