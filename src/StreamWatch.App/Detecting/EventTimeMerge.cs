using StreamWatch.App.Detecting.Checkpoints;
using StreamWatch.App.Replay;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.App.Detecting;

/// <summary>
/// Tells the detection what several collecting processes publish, in order of time across them: what each has next is compared, so that the same streams
/// give the same calls however their messages came in between each other. Not thread-safe.
/// </summary>
internal sealed class EventTimeMerge
{
    private readonly IDetectionInput _input;
    private readonly Dictionary<string, Source> _sources;
    private readonly Dictionary<string, SessionStream> _sessions = new(StringComparer.Ordinal);
    private readonly bool _isLive;
    private readonly HashSet<string> _undeclared = new(StringComparer.Ordinal);

    /// <param name="input">The detection.</param>
    /// <param name="producers">Names of the collecting processes.</param>
    /// <param name="isLive">
    /// Whether a session ends without saying so once a newer one of the same producer is heard in every partition and it cannot go on itself. In event time only
    /// the producer ends it.
    /// </param>
    /// <param name="before">Where an earlier process with the same producers was; null for the beginning.</param>
    public EventTimeMerge(IDetectionInput input, IEnumerable<string> producers, bool isLive = false, MergeState? before = null)
    {
        _isLive = isLive;
        _input = input;
        _sources = producers.Order(StringComparer.Ordinal).ToDictionary(name => name, name => new Source(name), StringComparer.Ordinal);
        if (before is not null)
        {
            Recall(before);
        }
    }

    /// <summary>Events told.</summary>
    public long Events => _sources.Values.Sum(source => source.Events + (source.Player?.Events ?? 0));

    /// <summary>Elems taken.</summary>
    public long Elems { get; private set; }

    /// <summary>Rounds taken as a whole.</summary>
    public long Rounds => _sources.Values.Sum(source => source.Rounds);

    /// <summary>Batches that were had before.</summary>
    public long Repeated => _sessions.Values.Sum(session => session.Repeated);

    /// <summary>Batches that never came.</summary>
    public long Missing => _sessions.Values.Sum(session => session.Missing);

    /// <summary>Batches of sessions that a newer one has ended; they are left out.</summary>
    public long Outlived => _sessions.Values.Sum(session => session.Outlived);

    /// <summary>Names of producers that publish and were not declared; nothing of them is told.</summary>
    public IReadOnlyCollection<string> Undeclared => _undeclared;

    /// <summary>Whether every producer has published the end of its stream, and all of it was told.</summary>
    public bool HasEnded => _sources.Values.All(source => source.HasEnded);

    /// <summary>Takes a batch of routes.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="offset">Where it stands in its partition.</param>
    /// <param name="isAgain">Whether an earlier process counted it.</param>
    public void Take(RouteBatchReader batch, long offset = 0, bool isAgain = false)
    {
        Elems += isAgain ? 0 : batch.Elems;
        Of(batch.Header)?.Take(batch, offset, isAgain);
    }

    /// <summary>Takes a batch of probe results.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="offset">Where it stands in its partition.</param>
    /// <param name="isAgain">Whether an earlier process counted it.</param>
    public void Take(ProbeBatchReader batch, long offset = 0, bool isAgain = false) => Of(batch.Header)?.Take(batch, offset, isAgain);

    /// <summary>Where it is, as if the batches that wait had not come yet.</summary>
    public MergeState State() => new(
        Elems,
        [.. _undeclared.Order(StringComparer.Ordinal)],
        [.. _sources.Values.Select(source => source.State())],
        [.. _sessions.Values.Select(session => session.State(_sources[session.Producer].IsInHand(session)))]);

    /// <summary>Whether something can be told if those producers are not waited for that are silent.</summary>
    public bool CanGoOn(Func<string, bool> isSkipped)
    {
        var isAnyReady = false;
        foreach (var source in _sources.Values)
        {
            if (source.TryReady(_input, _isLive))
            {
                isAnyReady = true;
            }
            else if (!source.HasEnded && !isSkipped(source.Name))
            {
                return false;
            }
        }

        return isAnyReady;
    }

    /// <summary>Rounds of a partition of routes that wait.</summary>
    public int WaitingOfRoutes(int partition) => _sessions.Values.Sum(session => session.WaitingOfRoutes(partition));

    /// <summary>Rounds of a partition of probe results that wait.</summary>
    public int WaitingOfProbes(int partition) => _sessions.Values.Sum(session => session.WaitingOfProbes(partition));

    /// <summary>Tells everything that can be told: as long as it is known of every producer what it says next.</summary>
    /// <param name="isSkipped">Whether a producer that is silent is not waited for; never in event time.</param>
    public void Pump(Func<string, bool> isSkipped)
    {
        while (true)
        {
            Source? first = null;
            var until = long.MaxValue;
            foreach (var source in _sources.Values)
            {
                if (!source.TryReady(_input, _isLive))
                {
                    if (source.HasEnded || isSkipped(source.Name))
                    {
                        continue;
                    }

                    return;
                }

                if (first is null || source.NextMicros < first.NextMicros)
                {
                    until = first?.NextMicros ?? long.MaxValue;
                    first = source;
                }
                else
                {
                    until = Math.Min(until, source.NextMicros);
                }
            }

            if (first is null)
            {
                return;
            }

            first.Player!.PlayUpTo(until);
        }
    }

    private void Recall(MergeState before)
    {
        Elems = before.Elems;
        _undeclared.UnionWith(before.Undeclared);
        foreach (var session in before.Sessions)
        {
            _sessions.Add(session.Session, new SessionStream(session));
        }

        foreach (var source in before.Sources)
        {
            _sources[source.Name].Recall(source, _sessions, _input);
        }
    }

    private SessionStream? Of(Schemas.Contracts.BatchHeader header)
    {
        if (!_sources.TryGetValue(header.Producer, out var source))
        {
            _undeclared.Add(header.Producer);
            return null;
        }

        if (!_sessions.TryGetValue(header.Session, out var session))
        {
            _sessions.Add(header.Session, session = new SessionStream(header));
            source.Sessions.Enqueue(session);
        }

        return session;
    }

    /// <summary>A collecting process: one session after the other.</summary>
    private sealed class Source(string name)
    {
        private bool _hasStarted;

        public string Name { get; } = name;

        public Queue<SessionStream> Sessions { get; } = new();

        public SessionPlayer? Player { get; private set; }

        /// <summary>Events of sessions that have ended.</summary>
        public long Events { get; private set; }

        /// <summary>Rounds taken.</summary>
        public long Rounds { get; private set; }

        public long NextMicros => Player!.NextMicros!.Value;

        public bool HasEnded => _hasStarted && Sessions.Count == 0;

        /// <summary>Whether a round of this session is given out and not told to its end.</summary>
        public bool IsInHand(SessionStream session) => Player?.NextMicros is not null && Sessions.TryPeek(out var first) && first == session;

        public SourceState State() => new(Name, _hasStarted, Events, [.. Sessions.Select(session => session.Session)], Player?.State);

        public void Recall(SourceState before, Dictionary<string, SessionStream> sessions, IDetectionInput input)
        {
            _hasStarted = before.HasStarted;
            Events = before.Events;
            Player = before.Player is null ? null : new SessionPlayer(input, before.Player);
            foreach (var session in before.Sessions)
            {
                Sessions.Enqueue(sessions[session]);
            }
        }

        /// <summary>Whether it is known what it says next.</summary>
        public bool TryReady(IDetectionInput input, bool isLive)
        {
            while (Sessions.TryPeek(out var session))
            {
                _hasStarted = true;
                Player ??= new SessionPlayer(input);
                if (Player.NextMicros is not null)
                {
                    return true;
                }

                if (session.TryNext() is { } round)
                {
                    Player.Load(round);
                    Rounds++;
                }
                else if (session.HasEnded)
                {
                    Sessions.Dequeue();
                    Events += Player.Events;
                    Player = null;
                }
                else if (isLive && Sessions.Skip(1).Any(newer => newer.WasHeardEverywhere))
                {
                    session.End();
                }
                else
                {
                    return false;
                }
            }

            return false;
        }
    }
}
