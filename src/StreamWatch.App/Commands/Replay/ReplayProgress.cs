using System.Globalization;
using Spectre.Console;
using StreamWatch.App.Replay;

namespace StreamWatch.App.Commands.Replay;

/// <summary>Shows on a terminal how far a replay is, how fast and how long it will take; says nothing in a pipe.</summary>
internal static class ReplayProgress
{
    /// <summary>Shows it until the replay ends, however it ends; the replay's failure is left to its awaiter.</summary>
    public static async Task ShowAsync(Task replay, ReplayStatistics statistics, long bytes)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("replay", maxValue: Math.Max(1, bytes));
                var begun = TimeProvider.System.GetTimestamp();
                while (!replay.IsCompleted)
                {
                    await Task.WhenAny(replay, Task.Delay(TimeSpan.FromMilliseconds(200))).ConfigureAwait(false);
                    var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
                    bar.Value = Math.Min(bytes, statistics.BytesDone);
                    bar.Description = string.Create(
                        CultureInfo.InvariantCulture, $"{statistics.Elems:N0} elems, {statistics.Elems / Math.Max(seconds, 0.1):N0}/s");
                }
            }).ConfigureAwait(false);
    }
}
