using StreamWatch.Storage.Embedded;

namespace StreamWatch.App.Doctor;

/// <summary>The data directory: whether it can be written, who holds it, and whether there is room.</summary>
internal sealed class DataDirectoryCheck(string directory, Func<string, long> freeBytes) : IDoctorCheck
{
    private const long LeastFree = 1L << 30;
    private const long LittleFree = 10L << 30;

    public string Name => "data directory";

    public Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DoctorFinding>>([.. Look()]);

    private IEnumerable<DoctorFinding> Look()
    {
        var root = Path.GetFullPath(directory);
        if (File.Exists(root))
        {
            return [DoctorFinding.Fault($"{directory} is a file", "name a directory with --data")];
        }

        var existing = root;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        try
        {
            // Not by asking for rights: a read-only file system has them all.
            var trial = Path.Combine(existing, $".streamwatch-doctor-{Environment.ProcessId}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [DoctorFinding.Fault($"{directory} cannot be written by user {Environment.UserName}: {e.Message}", $"give that user the directory (chown), or name another one with --data")];
        }

        return [Holder(root), Room(existing)];
    }

    private DoctorFinding Holder(string root)
    {
        if (EngineDirectory.WasRestoreCutShort(root))
        {
            return DoctorFinding.Fault($"a restore into {directory} was cut short", "run \"streamwatch restore\" into it again, or delete the directory");
        }

        return EngineDirectory.HolderOf(root) is { } holder
            ? DoctorFinding.Ok($"{directory} is in use by {holder}; \"sql\" and \"annotate\" work beside it, what writes much does not")
            : DoctorFinding.Ok(EngineDirectory.HoldsData(root) ? $"{directory} holds data and is free" : $"{directory} holds no data yet and can be written");
    }

    private DoctorFinding Room(string existing)
    {
        var free = freeBytes(existing);
        var text = $"{DoctorChecks.Size(free)} are free";
        return free < LeastFree ? DoctorFinding.Fault(text, "make room: the engine refuses to write on a full disk; or set how long rows are kept (streamwatch retention apply)")
            : free < LittleFree ? DoctorFinding.Warning(text, "make room, or set how long rows are kept (streamwatch retention apply)")
            : DoctorFinding.Ok(text);
    }
}
