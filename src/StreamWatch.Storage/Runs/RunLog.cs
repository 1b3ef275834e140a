using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Runs;

/// <summary>Keeps track of the program's runs.</summary>
public sealed class RunLog
{
    private readonly IClickHouse _clickHouse;
    private readonly string _database;
    private readonly TimeProvider _time;

    internal RunLog(IClickHouse clickHouse, string database, TimeProvider time)
    {
        _clickHouse = clickHouse;
        _database = database;
        _time = time;
    }

    /// <summary>Notes that a run has started, or started again.</summary>
    public Task StartAsync(RunRecord run, CancellationToken cancellationToken = default) => NoteAsync(run, cancellationToken);

    /// <summary>Notes how a run ended; the clock is read here.</summary>
    public Task FinishAsync(RunRecord run, RunState state, CancellationToken cancellationToken = default) =>
        NoteAsync(run with { State = state, FinishedAt = _time.GetUtcNow() }, cancellationToken);

    private Task NoteAsync(RunRecord run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _clickHouse.ExecuteAsync(
            new Statement(
                "runs.note",
                $$"""
                INSERT INTO {{_database}}.runs (run_id, revision, command, options, version, state, started_at, finished_at, elems, rejected, outages)
                SELECT {id:String}, (SELECT toUInt32(max(revision) + 1) FROM {{_database}}.runs WHERE run_id = {id:String}), {command:String}, {options:String},
                  {version:String}, CAST({state:UInt8}, 'Enum8(\'running\' = 1, \'done\' = 2, \'failed\' = 3, \'interrupted\' = 4)'),
                  {started:DateTime64(3, 'UTC')}, {finished:Nullable(DateTime64(3, 'UTC'))}, {elems:UInt64}, {rejected:UInt64}, {outages:UInt64}
                """)
                .With("id", run.RunId).With("command", run.Command).With("options", run.Options).With("version", run.Version)
                .With("state", (byte)run.State).With("started", run.StartedAt).With("finished", run.FinishedAt)
                .With("elems", run.Elems).With("rejected", run.Rejected).With("outages", run.Outages),
            cancellationToken);
    }
}
