using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StreamWatch.App.Replay;
using StreamWatch.Domain.Detection;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Runs;
using StreamWatch.Storage.Writing;

namespace StreamWatch.App.Running;

/// <summary>
/// The live watch of a vantage point as the store knows it: one run for good, whatever is changed in the watch file and however often it is started, so that
/// its outages go on and each of its bins is stored once.
/// </summary>
/// <param name="Id">Name of the run.</param>
/// <param name="Source">What of it is stored.</param>
/// <param name="Record">Its entry in the table of runs.</param>
/// <param name="DecidedUpTo">Every bin before was decided and stored, seconds since the epoch.</param>
internal sealed record WatchRun(string Id, StoredSource Source, RunRecord Record, long DecidedUpTo)
{
    /// <summary>The command as it is noted in the table of runs.</summary>
    public const string Command = "run";

    private static readonly JsonSerializerOptions _json = new() { Converters = { new AddressConverter() } };

    /// <summary>Finds it in the store, or begins it.</summary>
    public static async Task<WatchRun> OpenAsync(StreamWatchStore store, RunOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var id = $"run-{options.Vantage}";
        var identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"streamwatch run {options.Vantage}")));
        var now = time.GetUtcNow();
        var record = new RunRecord
        {
            RunId = id,
            Command = Command,
            Options = JsonSerializer.Serialize(new { ruleset = DetectionOptions.Ruleset, options.Vantage, options.Probing, options.Watch }, _json),
            Version = ProgramVersion.Text,
            StartedAt = now,
        };
        await store.Runs.StartAsync(record, cancellation).ConfigureAwait(false);
        var source = await store.Ledger.RegisterAsync(new SourceDescription(SourceKind.Run, identity, id), cancellation).ConfigureAwait(false);
        if (source.StoredUpTo(StoredTable.TargetBins) == 0)
        {
            // It begins now: bins before are no business of its own, though results of this vantage point may be there already.
            var width = options.Probing.TargetBin.Ticks / TimeSpan.TicksPerSecond;
            using var nothing = new TargetBinBlock();
            await store.WriteAsync(source, new OffsetRange(0, now.ToUnixTimeSeconds() / width * width), nothing, cancellation).ConfigureAwait(false);
        }

        return new WatchRun(id, source, record, source.StoredUpTo(StoredTable.TargetBins));
    }
}
