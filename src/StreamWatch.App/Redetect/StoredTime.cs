namespace StreamWatch.App.Redetect;

/// <summary>Times as they are stored: microseconds since 1970 UTC.</summary>
internal static class StoredTime
{
    public static DateTime Of(long micros) => DateTime.UnixEpoch.AddMicroseconds(micros);

    public static long Micros(DateTime at) => (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
