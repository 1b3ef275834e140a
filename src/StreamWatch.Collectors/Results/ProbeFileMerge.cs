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
        private ProbeResult? _result;
        private VantageHeartbeat? _heartbeat;
        private long _offset;
        private bool _isPlausible;

        public int Number { get; } = number;

        public ProbeFileReader Reader { get; } = ProbeFileReader.Open(path);

        /// <summary>When the next line is due; the time of the one before where its own is not believed.</summary>
        public long NextNanos { get; private set; }

        public bool Advance(IProbeFileSink sink)
        {
            while (Reader.TryRead(out _result, out _heartbeat, out var fault))
            {
                _offset = Reader.LineOffset;
                if (fault is not null)
                {
                    sink.Rejected(Number, _offset, Reader.Line, fault);
                    continue;
                }

                var nanos = _result?.StartedAtNanos ?? _heartbeat!.Value.AtNanos;
                _isPlausible = _clock.Accept(nanos / NanosInMicro);
                NextNanos = _isPlausible ? nanos : _clock.Newest * NanosInMicro;
                return true;
            }

            return false;
        }

        public void Give(IProbeFileSink sink)
        {
            if (_result is { } result)
            {
                sink.Result(Number, _offset, result, _isPlausible);
            }
            else if (_heartbeat is { } heartbeat)
            {
                sink.Heartbeat(Number, _offset, heartbeat, _isPlausible);
            }
        }

        public void Dispose() => Reader.Dispose();
    }
}
