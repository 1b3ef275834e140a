using System.Buffers.Binary;
using StreamWatch.Bgp.Attributes;

namespace StreamWatch.Bgp.Text;

/// <summary>AS paths and communities as bgpdump writes them, its limits included, so that its output can be matched byte by byte.</summary>
internal static unsafe class AttributeText
{
    /// <summary>Most bytes that <see cref="Path"/> writes.</summary>
    public const int MaxPath = 8000;

    /// <summary>Most bytes that <see cref="Communities"/> writes.</summary>
    public const int MaxCommunities = 8192;

    private const int PathCut = 7900;
    private const int CommunitiesBuffer = 8192;
    private const int LongestCommunity = 14;
    private const uint NoExport = 0xFFFFFF01;
    private const uint NoAdvertise = 0xFFFFFF02;
    private const uint LocalAs = 0xFFFFFF03;

    /// <summary>
    /// ASNs with spaces between; a set as <c>{1,2}</c>, a confederation sequence as <c>(1 2)</c>, a confederation set as <c>[1,2]</c>.
    /// A malformed path is <c>! Error !</c>.
    /// </summary>
    /// <param name="to">Room for 12 bytes an ASN and 4 a segment.</param>
    /// <param name="path">The path.</param>
    /// <param name="cut">After how many characters it ends with <c>...</c> without closing its segment, as bgpdump's buffer makes it do.</param>
    public static byte* Path(byte* to, AsPath path, int cut = PathCut)
    {
        if (path.IsMalformed)
        {
            return Ascii.Copy(to, "! Error !"u8);
        }

        var start = to;
        var space = false;
        var last = PathSegmentType.Sequence;
        var asns = path.Asns;
        foreach (var segment in path.KeptSegments > 1 && cut == PathCut ? AsMergedByBgpdump(path) : path.Segments)
        {
            if (last != PathSegmentType.Sequence)
            {
                *to++ = Close(last);
            }

            if (space)
            {
                *to++ = (byte)' ';
            }

            if (segment.Type != PathSegmentType.Sequence)
            {
                *to++ = Open(segment.Type);
            }

            space = false;
            var separator = segment.IsSet ? (byte)',' : (byte)' ';
            foreach (var asn in asns.Slice(segment.Start, segment.Count))
            {
                if (space)
                {
                    *to++ = separator;
                }

                space = true;
                to = Ascii.Number(to, asn);
                if (to - start > cut)
                {
                    return Ascii.Copy(to, "..."u8);
                }
            }

            last = segment.Type;
        }

        if (last != PathSegmentType.Sequence)
        {
            *to++ = Close(last);
        }

        return to;
    }

    /// <summary><c>ASN:value</c> with spaces between, the three names of RFC 1997 in words. At most 8,190 characters.</summary>
    public static byte* Communities(byte* to, ReadOnlySpan<byte> communities)
    {
        if (communities.Length > 4 * (CommunitiesBuffer / LongestCommunity))
        {
            return ManyCommunities(to, communities);
        }

        for (var at = 0; at + 4 <= communities.Length; at += 4)
        {
            if (at > 0)
            {
                *to++ = (byte)' ';
            }

            to = Community(to, BinaryPrimitives.ReadUInt32BigEndian(communities[at..]));
        }

        return to;
    }

    /// <summary>One community as text.</summary>
    public static byte* Community(byte* to, uint community)
    {
        switch (community)
        {
            case NoExport:
                return Ascii.Copy(to, "no-export"u8);
            case NoAdvertise:
                return Ascii.Copy(to, "no-advertise"u8);
            case LocalAs:
                return Ascii.Copy(to, "local-AS"u8);
            default:
                to = Ascii.Number(to, community >> 16);
                *to++ = (byte)':';
                return Ascii.Number(to, community & 0xFFFF);
        }
    }

    /// <summary>
    /// bgpdump collects into 8,192 bytes, each community with a space in front: a number that does not fit is cut, a name that does not fit is
    /// left out.
    /// </summary>
    private static byte* ManyCommunities(byte* to, ReadOnlySpan<byte> communities)
    {
        var one = stackalloc byte[32];
        var used = 0;
        for (var at = 0; at + 4 <= communities.Length; at += 4)
        {
            var community = BinaryPrimitives.ReadUInt32BigEndian(communities[at..]);
            *one = (byte)' ';
            var length = (int)(Community(one + 1, community) - one);
            var room = CommunitiesBuffer - 1 - used;
            if (length > room)
            {
                length = community is NoExport or NoAdvertise or LocalAs ? 0 : room;
            }

            // The very first space is not printed.
            for (var i = used == 0 ? 1 : 0; i < length; i++)
            {
                *to++ = one[i];
            }

            used += length;
        }

        return to;
    }

    /// <summary>
    /// Where AS4_PATH covers so little that several segments of AS_PATH are kept, bgpdump 1.6.2 repeats the first of them instead. Hardly ever
    /// seen; the decoder is right and only these lines follow it.
    /// </summary>
    private static ReadOnlySpan<PathSegment> AsMergedByBgpdump(AsPath path)
    {
        var segments = new List<PathSegment>();
        var first = path.Segments[0];
        var hops = first.IsSet ? 1 : first.Count;
        if (hops == 0)
        {
            // It would repeat an empty segment for ever; it gives up when memory runs out and prints no path.
            return [];
        }

        for (var left = path.KeptHops; left > 0; left -= hops)
        {
            segments.Add(first.IsSet ? first : first with { Count = Math.Min(first.Count, left) });
        }

        segments.AddRange(path.Segments[path.KeptSegments..]);
        return segments.ToArray();
    }

    private static byte Open(PathSegmentType type) => type switch
    {
        PathSegmentType.Set => (byte)'{',
        PathSegmentType.ConfederationSet => (byte)'[',
        _ => (byte)'(',
    };

    private static byte Close(PathSegmentType type) => type switch
    {
        PathSegmentType.Set => (byte)'}',
        PathSegmentType.ConfederationSet => (byte)']',
        _ => (byte)')',
    };
}
