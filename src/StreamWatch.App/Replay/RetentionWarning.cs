using System.Globalization;
using Serilog;
using StreamWatch.Collectors.Archives;
using StreamWatch.Storage;
using StreamWatch.Storage.Retentions;

namespace StreamWatch.App.Replay;

/// <summary>Says before a replay that the store will delete what is replayed: its retention is counted from the time in the data.</summary>
internal static class RetentionWarning
{
    private const long MicrosInDay = 86_400_000_000;
    private const long NanosInMicro = 1000;

    public static async Task TellAsync(StreamWatchStore store, Archive archive, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        var oldest = archive.Files.Select(file => (long?)file.FirstMicros).Concat(archive.ProbeFiles.Select(file => (long?)(file.FirstNanos / NanosInMicro))).Min();
        var days = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Days - (oldest / MicrosInDay);
        var ending = (await store.Retention.ReadAsync(cancellation).ConfigureAwait(false)).Where(table => table.Days <= days).ToList();
        if (ending.Count > 0)
        {
            log.Warning(
                "The store deletes rows older than its retention, and these files begin {Days} days ago: what is replayed will go again from {Tables}; \"streamwatch retention apply\" changes that",
                days?.ToString(CultureInfo.InvariantCulture),
                string.Join(", ", ending.Select(table => $"{table.Table} ({RetentionPolicy.Text(table.Days)})")));
        }
    }
}
