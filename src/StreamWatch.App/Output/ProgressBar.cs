using Spectre.Console;

namespace StreamWatch.App.Output;

/// <summary>Shows on a terminal how far a work is and how long it will take; says nothing in a pipe.</summary>
internal static class ProgressBar
{
    /// <summary>Shows it until the work ends, however it ends; the work's failure is left to its awaiter.</summary>
    /// <param name="work">What goes on.</param>
    /// <param name="most">What there is to do, in some unit.</param>
    /// <param name="look">How much of it is done, and what to say of it.</param>
    public static async Task ShowAsync(Task work, double most, Func<(double Done, string Description)> look)
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
                var bar = context.AddTask("starting", maxValue: Math.Max(1, most));
                while (!work.IsCompleted)
                {
                    await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(200))).ConfigureAwait(false);
                    var (done, description) = look();
                    bar.Value = Math.Min(most, done);
                    bar.Description = description;
                }
            }).ConfigureAwait(false);
    }
}
