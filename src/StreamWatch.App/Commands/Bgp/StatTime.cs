using System.Globalization;

namespace StreamWatch.App.Commands.Bgp;

/// <summary>Times of records as ISO 8601 in UTC, microseconds only where there are any.</summary>
internal static class StatTime
{
    public static string Text(long micros)
    {
        var time = DateTime.UnixEpoch.AddTicks(micros * 10);
        return time.ToString(micros % 1_000_000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }
}
