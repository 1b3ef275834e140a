using System.Diagnostics;
using Serilog;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.Engine.Checkpoints;

namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>
/// Takes checkpoints of a detecting stage and finds the one to go on from. A checkpoint holds once everything that was found before it is published; until then it has another name.
/// Not thread-safe.
/// </summary>
/// <param name="options">Where and how often.</param>
/// <param name="hash">What the run is.</param>
/// <param name="runId">Short name of the run.</param>
/// <param name="isLive">Whether the clock on the wall decides too, so that decisions have to be kept.</param>
/// <param name="graph">How the state is written.</param>
/// <param name="time">The clock.</param>
/// <param name="stage">Hears how long it took.</param>
/// <param name="log">Hears what is left aside.</param>
internal sealed class DetectCheckpoints(CheckpointOptions options, byte[] hash, string runId, bool isLive, StateGraph graph, TimeProvider time, Stage stage, ILogger log) : IDisposable
{
    private readonly CheckpointFolder _folder = CheckpointFolder.Open(options.Directory, runId);
    private readonly Occasionally _failures = new(time);
    private readonly List<long> _good = [];
    private long _begunAt = time.GetTimestamp();
    private long _number;
    private DecisionJournal? _journal;
    private (long Number, long Bytes, long StartedAt, Task Published)? _pending;

    private static ReadOnlySpan<byte> Word => "SWDETECT"u8;

    /// <summary>Bytes that were read to go on.</summary>
    public long RestoredBytes { get; private set; }

    /// <summary>Finds where to go on: the newest checkpoint that is whole, and what was decided behind it. What is left aside is said.</summary>
    /// <param name="whyNot">Why a state cannot be gone on from here; null where it can.</param>
    /// <returns>The state, null for the beginning of the topics, and decisions to make again, in order.</returns>
    /// <exception cref="CheckpointException">The folder cannot be written.</exception>
    public (DetectState? State, IReadOnlyList<Decision> Decisions) Restore(Func<IEnumerable<ReadPosition>, string?> whyNot)
    {
        var faults = new List<string>();
        foreach (var number in _folder.Checkpoints)
        {
            try
            {
                var state = Load(number);
                var decisions = DecisionsFrom(number, out var last);
                if (whyNot([.. state.From, .. state.ReadTo, .. decisions.SelectMany(decision => decision.Read)]) is { } why)
                {
                    throw new CheckpointException(why);
                }

                Say(faults, $"going on from checkpoint {number}");
                log.Information("Goes on from checkpoint {Number} of {Bytes} bytes, and {Decisions} decisions behind it", number, RestoredBytes, decisions.Count);
                _good.Add(number);
                GoOn(number, last);
                return (state, decisions);
            }
            catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
            {
                RestoredBytes = 0;
                faults.Add($"{_folder.PathOf(number)}: {e.Message}");
            }
        }

        if (_folder.Others is > 0 and var others && _folder.Checkpoints.Count == 0)
        {
            faults.Add($"{options.Directory}: {others} checkpoints are of runs with other options, producers or topics; delete them when they are not needed any more");
        }

        return (null, FromBeginning(whyNot, faults));
    }

    /// <summary>Whether another checkpoint is due.</summary>
    public bool IsDue => _pending is null && time.GetElapsedTime(_begunAt) >= options.Every;

    /// <summary>Live alone: keeps a decision; what follows from it may be published once this returns.</summary>
    /// <exception cref="CheckpointException">It cannot be kept.</exception>
    public void Write(IEnumerable<ReadPosition> read, long? tickMicros, IReadOnlyList<string> silent) => _journal?.Write(read, tickMicros, silent);

    /// <summary>Takes a checkpoint; it holds once what was found before is published.</summary>
    /// <param name="state">The state.</param>
    /// <param name="publish">Completes when everything that was found is acknowledged.</param>
    public void Begin(DetectState state, Func<Task> publish)
    {
        _begunAt = time.GetTimestamp();
        var started = Stopwatch.GetTimestamp();
        var number = Math.Max(_number + 1, _folder.Next);
        try
        {
            var bytes = _folder.Write(number, file =>
            {
                file.Write(Word);
                file.Write(hash);
                graph.Write(file, state);
            });
            _pending = (number, bytes, started, publish());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(e);
            return;
        }

        _number = number;
        StartJournal(isFromBeginning: false);
    }

    /// <summary>Gives a checkpoint its name when it is time.</summary>
    public void Turn()
    {
        if (_pending is not { Published.IsCompleted: true } pending)
        {
            return;
        }

        _pending = null;
        if (!pending.Published.IsCompletedSuccessfully)
        {
            // The producer has ended, and so does the stage.
            return;
        }

        try
        {
            _folder.Complete(pending.Number);
            stage.Metrics.Checkpointed(Stopwatch.GetElapsedTime(pending.StartedAt), pending.Bytes);
            _good.Add(pending.Number);
            if (_good.Count > 1)
            {
                _good.RemoveRange(0, _good.Count - 2);
                _folder.DeleteBefore(_good[0]);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn(e);
        }
    }

    /// <summary>Takes the last one, at a clean stop.</summary>
    public async Task FinishAsync(DetectState state, Func<Task> publish, CancellationToken cancellation)
    {
        try
        {
            if (_pending is { } pending)
            {
                await pending.Published.WaitAsync(cancellation).ConfigureAwait(false);
                Turn();
            }

            Begin(state, publish);
            if (_pending is { } last)
            {
                await last.Published.WaitAsync(cancellation).ConfigureAwait(false);
                Turn();
            }
        }
        catch (OperationCanceledException)
        {
            log.Warning("No checkpoint at the stop: the brokers did not take what was found in time; the next start goes on from the one before");
        }
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _folder.Dispose();
    }

    private DetectState Load(long number)
    {
        using var file = new FileStream(_folder.PathOf(number), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        var head = new byte[Word.Length + hash.Length];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith(Word))
        {
            throw new CheckpointException("this is no checkpoint of detect, or its beginning is lost");
        }

        if (!head.AsSpan(Word.Length).SequenceEqual(hash))
        {
            throw new CheckpointException("the checkpoint is of a run with other options, producers or topics");
        }

        RestoredBytes = file.Length;
        return graph.Read<DetectState>(file);
    }

    /// <summary>What was decided behind a checkpoint, across those that came after it, as far as nothing lacks in between.</summary>
    private List<Decision> DecisionsFrom(long number, out long last)
    {
        var all = new List<Decision>();
        last = number;
        foreach (var behind in _folder.Decisions.Where(at => at >= number))
        {
            if (behind > last + 1 || DecisionJournal.Read(_folder.DecisionsOf(behind), hash) is not { } journal)
            {
                break;
            }

            all.AddRange(journal.Decisions);
            last = behind;
        }

        return all;
    }

    private List<Decision> FromBeginning(Func<IEnumerable<ReadPosition>, string?> whyNot, List<string> faults)
    {
        foreach (var number in isLive ? _folder.Decisions.Reverse() : [])
        {
            if (DecisionJournal.Read(_folder.DecisionsOf(number), hash) is not { IsFromBeginning: true })
            {
                continue;
            }

            var decisions = DecisionsFrom(number, out var last);
            if (whyNot(decisions.SelectMany(decision => decision.Read)) is { } why)
            {
                faults.Add($"{_folder.DecisionsOf(number)}: {why}");
                break;
            }

            Say(faults, "reading from the beginning of the topics; what was decided by the clock is decided again");
            GoOn(number, last);
            return decisions;
        }

        Say(faults, "reading from the beginning of the topics" + (isLive ? "; what was decided by the clock is not known any more, and rows around it can be missing or stand twice" : ""));
        _number = _folder.Next;
        StartJournal(isFromBeginning: true);
        return [];
    }

    private void GoOn(long number, long last)
    {
        _number = last;
        if (!isLive)
        {
            return;
        }

        if (File.Exists(_folder.DecisionsOf(last)) && DecisionJournal.Read(_folder.DecisionsOf(last), hash) is { } journal)
        {
            _journal = DecisionJournal.GoOn(_folder.DecisionsOf(last), journal.Length);
        }
        else
        {
            _number = number;
            StartJournal(isFromBeginning: false);
        }
    }

    private void StartJournal(bool isFromBeginning)
    {
        if (isLive)
        {
            _journal?.Dispose();
            _journal = DecisionJournal.Create(_folder.DecisionsOf(_number), hash, isFromBeginning);
        }
    }

    private void Say(List<string> faults, string instead)
    {
        if (faults.Count > 0)
        {
            log.Warning("Checkpoints are left aside: {Faults}; {Instead}", string.Join("; ", faults), instead);
        }
    }

    private void Warn(Exception e)
    {
        if (_failures.IsDue())
        {
            log.Warning("No checkpoint could be written: {Reason}; it is tried again, and a restart goes on from the one before", e.Message);
        }
    }
}
