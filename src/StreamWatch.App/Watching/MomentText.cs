using System.Globalization;

namespace StreamWatch.App.Watching;

/// <summary>Moments as people write them, in UTC: a day, or a day and a time: <c>2022-01-14</c>, <c>2022-01-14T09:30</c>, <c>2022-01-14T09:30:00Z</c>.</summary>
internal static class MomentText
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "write a day, or a day and a time, in UTC: 2022-01-14 or 2022-01-14T09:30:00Z";

    private static readonly string[] _formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public static bool TryParse(string text, out DateTime moment) => DateTime.TryParseExact(
        text, _formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
}
