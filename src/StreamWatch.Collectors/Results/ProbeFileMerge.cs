using StreamWatch.Collectors.Archives;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Results;

/// <summary>
/// Reads files of probe results together, line by line in order of time, as if they were one; as far as it is asked to, so that they can be
/// merged with routes. A file is opened when its first line is near.
/// </summary>
public sealed class ProbeFileMerge(IReadOnlyList<ProbeFile> files, IProbeFileSink sink) : IDisposable
{
    private const long NanosInMicro = 1000;

    private readonly PriorityQueue<Cursor, (long Nanos, int Number)> _open = new();
    private int _next;

    /// <summary>Gives out every line up to this time, microseconds since the epoch (inclusive).</summary>
    public void PumpUpTo(long micros, CancellationToken cancellation)
    {
        var until = micros > long.MaxValue / NanosInMicro ? long.MaxValue : micros * NanosInMicro;
        while (true)
        {
            while (_next < files.Count && files[_next].FirstNanos <= Math.Min(until, _open.TryPeek(out _, out var nearest) ? nearest.Nanos : long.MaxValue))
            {
                Enter(new Cursor(files[_next].Path, _next));
                _next++;
            }

            if (!_open.TryPeek(out var cursor, out var due) || due.Nanos > until)
            {
                return;
            }

            cancellation.ThrowIfCancellationRequested();
            _open.Dequeue();
            cursor.Give(sink);
            Enter(cursor);
        }
    }

    public void Dispose()
    {
        foreach (var (cursor, _) in _open.UnorderedItems)
        {
            cursor.Dispose();
        }

        _open.Clear();
    }

    private void Enter(Cursor cursor)
    {
        if (cursor.Advance(sink))
        {
            _open.Enqueue(cursor, (cursor.NextNanos, cursor.Number));
        }
        else
        {
            sink.EndFile(cursor.Number, cursor.Reader.Offset, cursor.Reader.Tear);
            cursor.Dispose();
        }
    }

    /// <summary>A file that is being read: its next line stands ready.</summary>
    private sealed class Cursor(string path, int number) : IDisposable
    {
        private readonly RecordClock _clock = new();
        private readonly Queue<Held> _held = new();
        private Held _next;

        public int Number { get; } = number;

        public ProbeFileReader Reader { get; } = ProbeFileReader.Open(path);

        /// <summary>When the next line is due; the time of the one before where its own is not believed.</summary>
        public long NextNanos { get; private set; }

        public bool Advance(IProbeFileSink sink)
        {
            if (!_held.TryDequeue(out _next) && !TryRead(sink, out _next))
            {
                return false;
            }

            var isBelieved = _next.IsBelieved ?? (!_clock.IsAhead(_next.Nanos / NanosInMicro) || Prove(sink));
            if (isBelieved)
            {
                _clock.Believe(_next.Nanos / NanosInMicro);
            }

            _next = _next with { IsBelieved = isBelieved };
            NextNanos = isBelieved ? _next.Nanos : _clock.Newest * NanosInMicro;
            return true;
        }

        public void Give(IProbeFileSink sink)
        {
            if (_next.Result is { } result)
            {
                sink.Result(Number, _next.Offset, result, _next.IsBelieved == true);
            }
            else if (_next.Heartbeat is { } heartbeat)
            {
                sink.Heartbeat(Number, _next.Offset, heartbeat, _next.IsBelieved == true);
            }
        }

        public void Dispose() => Reader.Dispose();

        private bool TryRead(IProbeFileSink sink, out Held line)
        {
            while (Reader.TryRead(out var result, out var heartbeat, out var fault))
            {
                if (fault is null)
                {
                    line = new Held(result, heartbeat, Reader.LineOffset, null);
                    return true;
                }

                sink.Rejected(Number, Reader.LineOffset, Reader.Line, fault);
            }

            line = default;
            return false;
        }

        /// <summary>Whether the line that stands ready, whose time jumps ahead, is the first of enough that keep to the jump; as for routes.</summary>
        private bool Prove(IProbeFileSink sink)
        {
            var waiting = _held.ToList();
            var ahead = 1;
            for (var i = 0; ahead < RecordClock.Believed; i++, ahead++)
            {
                if (i == waiting.Count)
                {
                    if (!TryRead(sink, out var more))
                    {
                        break;
                    }

                    waiting.Add(more);
                }

                if (!_clock.IsAhead(waiting[i].Nanos / NanosInMicro))
                {
                    break;
                }
            }

            var isBelieved = ahead == RecordClock.Believed;
            _held.Clear();
            for (var i = 0; i < waiting.Count; i++)
            {
                _held.Enqueue(i < ahead - 1 ? waiting[i] with { IsBelieved = isBelieved } : waiting[i]);
            }

            return isBelieved;
        }

        /// <summary>A line that was read.</summary>
        private readonly record struct Held(ProbeResult? Result, VantageHeartbeat? Heartbeat, long Offset, bool? IsBelieved)
        {
            public long Nanos => Result?.StartedAtNanos ?? Heartbeat!.Value.AtNanos;
        }
    }
}
