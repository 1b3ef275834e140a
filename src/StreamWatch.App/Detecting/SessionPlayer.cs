using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Replay;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.App.Detecting;

/// <summary>
/// Tells the detection what a session published, in the order in which it was read: call for call what the collecting process would have told it. Not
/// thread-safe.
/// </summary>
internal sealed class SessionPlayer
{
    private const int SourceBits = 20;
    private const long NanosInMicro = 1000;

    private readonly IDetectionInput _input;
    private readonly ViewNumbers<RouteAddress> _numbers;
    private readonly List<Input> _inputs = [];
    private ulong[] _order = [];
    private int _count;
    private int _at;
    private int _atInput;
    private int? _toldBefore;

    /// <param name="input">The detection.</param>
    /// <param name="before">Where an earlier process was; null for the beginning of a session.</param>
    public SessionPlayer(IDetectionInput input, PlayerState? before = null)
    {
        _input = input;
        _numbers = new ViewNumbers<RouteAddress>(input.AddView, address => address.ToIPAddress());
        if (before is not null)
        {
            _numbers.Recall(before.Views);
            _toldBefore = before.Told;
            Events = before.Events;
            NewestMicros = before.NewestMicros;
        }
    }

    /// <summary>Where it is: what an earlier process had told of the round in hand is not told again.</summary>
    public PlayerState State => new(NewestMicros, Events, NextMicros is null ? _toldBefore : _at, [.. _numbers.Known]);

    /// <summary>Time of the next thing to tell, microseconds since the epoch, as far as its own or the one before says; null where nothing is left.</summary>
    public long? NextMicros { get; private set; }

    /// <summary>Events told.</summary>
    public long Events { get; private set; }

    /// <summary>Newest time that was reached, microseconds since the epoch.</summary>
    public long NewestMicros { get; private set; } = long.MinValue;

    /// <summary>Takes a round, after the one before was told to its end.</summary>
    public void Load(SessionRound round)
    {
        if (_toldBefore is null)
        {
            foreach (var span in round.Declaration?.Uncovered ?? [])
            {
                _input.DeclareUncovered(span.Collector, span.FromMicros, span.ToMicros);
            }
        }

        _inputs.Clear();
        _count = 0;
        if (round.Routes.Count > 0 && round.Routes[0].Batch.Records is { } records && round.Routes[0].Header.Partition == 0)
        {
            Add(new RecordInput(records), records.Ordinal);
        }

        if (round.Routes.Count > 0)
        {
            var marks = new MarkInput(this, round.Routes[0]);
            foreach (var mark in round.Routes[0].Batch.Marks)
            {
                Append(mark.Ordinal, _inputs.Count);
            }

            _inputs.Add(marks);
        }

        foreach (var batch in round.Routes)
        {
            Add(new UpdateInput(this, batch), batch.Batch.Updates?.Ordinal);
        }

        if (round.Probes.Count > 0)
        {
            Add(new HeartbeatInput(round.Probes[0]), round.Probes[0].Batch.Heartbeats?.Ordinal);
        }

        foreach (var batch in round.Probes)
        {
            Add(new ResultInput(batch), batch.Batch.Probes?.Ordinal);
        }

        if (_count == 0 && !round.IsLast && round.ReachedMicros > 0)
        {
            // A live producer that has nothing to say: it is alive, and bins close by it.
            Append(0, _inputs.Count);
            _inputs.Add(new ReachedInput(round.ReachedMicros));
        }

        Array.Sort(_order, 0, _count);
        _at = 0;
        Look();
        for (; _toldBefore > 0; _toldBefore--)
        {
            _inputs[_atInput].Tell(MuteInput.Instance);
            _at++;
            Look();
        }

        _toldBefore = null;
    }

    /// <summary>Tells everything up to this time, microseconds since the epoch, inclusive.</summary>
    public void PlayUpTo(long micros)
    {
        while (NextMicros is { } next && next <= micros)
        {
            _inputs[_atInput].Tell(_input);
            Events++;
            _at++;
            Look();
        }
    }

    private void Look()
    {
        if (_at == _count)
        {
            NextMicros = null;
            return;
        }

        _atInput = (int)(_order[_at] & ((1 << SourceBits) - 1));
        if (_inputs[_atInput].PeekMicros() is { } micros)
        {
            NewestMicros = Math.Max(NewestMicros, micros);
        }

        NextMicros = NewestMicros;
    }

    private void Add(Input source, Google.Protobuf.Collections.RepeatedField<uint>? distances)
    {
        var ordinal = 0UL;
        foreach (var distance in distances ?? [])
        {
            ordinal += distance;
            Append(ordinal, _inputs.Count);
        }

        _inputs.Add(source);
    }

    private void Append(ulong ordinal, int source)
    {
        if (_count == _order.Length)
        {
            Array.Resize(ref _order, Math.Max(1024, _count * 2));
        }

        _order[_count++] = (ordinal << SourceBits) | (uint)source;
    }

    /// <summary>The number of a view in the detection. What is said under AS_TRANS may belong to another each time.</summary>
    private int ViewOf(RouteBatchReader batch, int position)
    {
        var view = batch.Batch.Views[position];
        return _numbers.Of(view.Collector, view.PeerAsn, batch.Addresses[position]);
    }

    /// <summary>One column of things to tell, in order.</summary>
    private abstract class Input
    {
        /// <summary>Time of the next, where it has one that counts.</summary>
        public virtual long? PeekMicros() => null;

        public abstract void Tell(IDetectionInput input);
    }

    private sealed class ReachedInput(long micros) : Input
    {
        public override long? PeekMicros() => micros;

        public override void Tell(IDetectionInput input) => input.Reached(micros);
    }

    private sealed class RecordInput(Records records) : Input
    {
        private int _at;
        private long _micros;

        public override long? PeekMicros() => _micros + records.Received[_at];

        public override void Tell(IDetectionInput input)
        {
            _micros += records.Received[_at++];
            input.Reached(_micros);
        }
    }

    private sealed class MarkInput(SessionPlayer player, RouteBatchReader batch) : Input
    {
        private int _at;

        public override void Tell(IDetectionInput input)
        {
            var mark = batch.Batch.Marks[_at++];
            if (mark.Kind == RouteMark.Types.Kind.CollectorEnd)
            {
                input.EndCollector(mark.Collector, mark.AtMicros);
                return;
            }

            if (mark.SetAside || mark.Kind == RouteMark.Types.Kind.FileEnd)
            {
                return;
            }

            // The view is met with the mark, whatever that means to its table.
            if (RouteBatchReader.EventOf(mark, player.ViewOf(batch, (int)mark.View)) is { } e)
            {
                input.Take(e);
            }
        }
    }

    private sealed class UpdateInput(SessionPlayer player, RouteBatchReader batch) : Input
    {
        public override void Tell(IDetectionInput input)
        {
            batch.NextUpdate();
            var update = batch.Update;
            if (!update.Decides)
            {
                return;
            }

            var e = batch.EventOf(player.ViewOf(batch, update.View));
            while (batch.NextPrefix(out var prefix, out var pathId))
            {
                input.Take(e with { Prefix = prefix, PathId = pathId });
            }
        }
    }

    private sealed class ResultInput(Schemas.Probes.ProbeBatchReader batch) : Input
    {
        private readonly (long Ordinal, ProbeResult Result, bool SetAside)[] _results = [.. batch.Results()];
        private int _at;

        public override long? PeekMicros() => _results[_at].SetAside ? null : _results[_at].Result.StartedAtNanos / NanosInMicro;

        public override void Tell(IDetectionInput input)
        {
            var (_, result, setAside) = _results[_at++];
            if (!setAside)
            {
                input.Take(result);
            }
        }
    }

    private sealed class HeartbeatInput(Schemas.Probes.ProbeBatchReader batch) : Input
    {
        private readonly (long Ordinal, VantageHeartbeat Heartbeat, bool SetAside)[] _beats = [.. batch.Heartbeats()];
        private int _at;

        public override long? PeekMicros() => _beats[_at].SetAside ? null : _beats[_at].Heartbeat.AtNanos / NanosInMicro;

        public override void Tell(IDetectionInput input)
        {
            var (_, heartbeat, setAside) = _beats[_at++];
            if (!setAside)
            {
                input.Take(heartbeat);
            }
        }
    }
}
