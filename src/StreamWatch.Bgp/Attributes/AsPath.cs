using System.Buffers.Binary;

namespace StreamWatch.Bgp.Attributes;

/// <summary>
/// A decoded AS path (RFC 4271 section 4.3, 4-byte ASNs by RFC 6793). Reused: its arrays grow and are never given back.
/// A path whose segments do not add up is malformed as a whole and has no ASNs.
/// </summary>
public sealed class AsPath
{
    private uint[] asns = new uint[64];
    private PathSegment[] segments = new PathSegment[8];
    private int asnCount;
    private int segmentCount;

    /// <summary>Whether a segment has an unknown type or is longer than the attribute.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>All ASNs in the order of the wire: nearest to the collector first.</summary>
    public ReadOnlySpan<uint> Asns => asns.AsSpan(0, asnCount);

    /// <summary>The segments; empty ones occur on the wire and are kept.</summary>
    public ReadOnlySpan<PathSegment> Segments => segments.AsSpan(0, segmentCount);

    /// <summary>Length for comparison: a set counts one, confederation segments count like others.</summary>
    public int HopCount { get; private set; }

    /// <summary>
    /// Who originates the route, by the field's rule: the last ASN of the last segment that has any, or all of them where that segment is a set.
    /// Empty for a path without ASNs (a route of the peer's own network).
    /// </summary>
    public ReadOnlySpan<uint> OriginAsns
    {
        get
        {
            for (var i = segmentCount - 1; i >= 0; i--)
            {
                var segment = segments[i];
                if (segment.Count > 0)
                {
                    return segment.IsSet ? asns.AsSpan(segment.Start, segment.Count) : asns.AsSpan(segment.Start + segment.Count - 1, 1);
                }
            }

            return [];
        }
    }

    /// <summary>How many leading segments are left of the 2-byte path that AS4_PATH was merged into; 0 where nothing was merged.</summary>
    internal int KeptSegments { get; private set; }

    /// <summary>Hops of those segments.</summary>
    internal int KeptHops { get; private set; }

    internal void Clear()
    {
        KeptSegments = 0;
        KeptHops = 0;
        asnCount = 0;
        segmentCount = 0;
        HopCount = 0;
        IsMalformed = false;
    }

    /// <summary>Replaces the path by the one in <paramref name="data"/>.</summary>
    /// <param name="data">Value of the attribute.</param>
    /// <param name="asnSize">2 or 4 bytes.</param>
    internal void Read(ReadOnlySpan<byte> data, int asnSize)
    {
        Clear();
        while (data.Length >= 2)
        {
            int count = data[1];
            var type = (PathSegmentType)data[0];
            var bytes = count * asnSize;
            if (type is < PathSegmentType.Set or > PathSegmentType.ConfederationSet || data.Length - 2 < bytes)
            {
                MarkMalformed();
                return;
            }

            var target = Append(type, count);
            var source = data.Slice(2, bytes);
            if (asnSize == 2)
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = BinaryPrimitives.ReadUInt16BigEndian(source[(2 * i)..]);
                }
            }
            else
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = BinaryPrimitives.ReadUInt32BigEndian(source[(4 * i)..]);
                }
            }

            data = data[(2 + bytes)..];
        }

        if (!data.IsEmpty)
        {
            MarkMalformed();
        }
    }

    /// <summary>
    /// Puts AS4_PATH in place of the tail of this 2-byte path (RFC 6793 section 4.2.3). Nothing changes where AS4_PATH is longer.
    /// Confederation segments are counted like others, as bgpdump does.
    /// </summary>
    internal void Merge(AsPath newer)
    {
        if (HopCount < newer.HopCount)
        {
            return;
        }

        var keep = HopCount - newer.HopCount;
        var kept = 0;
        var index = 0;
        asnCount = 0;
        while (kept < keep)
        {
            var segment = segments[index];
            var count = segment.Count;
            kept += segment.IsSet ? 1 : count;
            if (!segment.IsSet && kept > keep)
            {
                count -= kept - keep;
            }

            segments[index] = segment with { Count = count };
            asnCount = segment.Start + count;
            index++;
        }

        segmentCount = index;
        HopCount = keep;
        KeptSegments = index;
        KeptHops = keep;
        IsMalformed = false;
        if (newer.IsMalformed)
        {
            MarkMalformed();
            return;
        }

        foreach (var segment in newer.Segments)
        {
            newer.asns.AsSpan(segment.Start, segment.Count).CopyTo(Append(segment.Type, segment.Count));
        }
    }

    private void MarkMalformed()
    {
        Clear();
        IsMalformed = true;
    }

    private Span<uint> Append(PathSegmentType type, int count)
    {
        if (segmentCount == segments.Length)
        {
            Array.Resize(ref segments, segmentCount * 2);
        }

        if (asnCount + count > asns.Length)
        {
            Array.Resize(ref asns, Math.Max(asns.Length * 2, asnCount + count));
        }

        var segment = new PathSegment(type, asnCount, count);
        segments[segmentCount++] = segment;
        HopCount += segment.IsSet ? 1 : count;
        asnCount += count;
        return asns.AsSpan(segment.Start, count);
    }
}
