using StreamWatch.Bgp.Mrt;

namespace StreamWatch.Collectors.Feeds;

/// <summary>Tells MRT from anything else by its first bytes.</summary>
internal static class MrtProbe
{
    private const int RecordsLookedAt = 4;

    /// <summary>Whether one of the first records has a type that RFC 6396 knows and a length that can be believed.</summary>
    public static bool LooksLikeMrt(ReadOnlySpan<byte> start)
    {
        var offset = 0L;
        for (var record = 0; record < RecordsLookedAt && offset < start.Length; record++)
        {
            var rest = start[(int)offset..];
            if (MrtHeader.TryRead(rest, offset, out var header) == MrtHeaderStatus.TooLong)
            {
                return false;
            }

            if (rest.Length >= 6 && IsKnown((MrtType)((rest[4] << 8) | rest[5])))
            {
                return true;
            }

            if (rest.Length < MrtHeader.Size)
            {
                return false;
            }

            offset += header.RecordLength;
        }

        return false;
    }

    private static bool IsKnown(MrtType type) => type is (>= (MrtType)1 and <= MrtType.TableDumpV2)
        or MrtType.Bgp4Mp or MrtType.Bgp4MpEt or MrtType.Isis or MrtType.IsisEt or MrtType.Ospfv3 or MrtType.Ospfv3Et;
}
