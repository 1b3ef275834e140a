using System.Globalization;
using StreamWatch.App.Output;
using StreamWatch.App.Replay;

namespace StreamWatch.App.Commands.Replay;

/// <summary>Shows on a terminal how far a replay is, how fast and how long it will take; says nothing in a pipe.</summary>
internal static class ReplayProgress
{
    /// <summary>Shows it until the replay ends, however it ends; the replay's failure is left to its awaiter.</summary>
    public static Task ShowAsync(Task replay, ReplayStatistics statistics, long bytes)
    {
        var begun = TimeProvider.System.GetTimestamp();
        return ProgressBar.ShowAsync(replay, bytes, () =>
        {
            var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            return (statistics.BytesDone, string.Create(
                CultureInfo.InvariantCulture, $"{statistics.Elems:N0} elems, {statistics.Elems / Math.Max(seconds, 0.1):N0}/s"));
        });
    }
}
