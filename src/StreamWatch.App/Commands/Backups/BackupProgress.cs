using System.Globalization;
using StreamWatch.App.Output;
using StreamWatch.Storage.Backups;

namespace StreamWatch.App.Commands.Backups;

/// <summary>Shows on a terminal how far a backup or a restore is; says nothing in a pipe.</summary>
internal static class BackupProgress
{
    private const double Whole = 1;

    public static async Task<T> ShowAsync<T>(Func<Action<BackupStep>, Task<T>> work)
    {
        var step = new BackupStep("starting", 0, 0);
        var running = work(next => Volatile.Write(ref step, next));
        await ProgressBar.ShowAsync(running, Whole, () =>
        {
            var now = Volatile.Read(ref step);
            return (now.Total == 0 ? 0 : (double)now.Done / now.Total, string.Create(CultureInfo.InvariantCulture, $"{now.What}, {now.Done / 1048576.0:N0} MiB"));
        }).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }
}
