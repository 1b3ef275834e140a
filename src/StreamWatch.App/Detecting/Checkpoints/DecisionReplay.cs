using StreamWatch.Engine;

namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>Goes an earlier process's way again: reads as far as it had read, and decides what it decided by the clock where it did. Not thread-safe.</summary>
internal sealed class DecisionReplay
{
    private readonly PartitionReader _reader;
    private readonly EventTimeMerge _merge;
    private readonly OutageEngine _engine;
    private readonly Queue<Decision> _decisions;
    private Decision? _next;

    /// <param name="reader">Reads no further than that process had.</param>
    /// <param name="merge">Tells the engine.</param>
    /// <param name="engine">Decides.</param>
    /// <param name="readTo">How far the process had read when its state was taken; null for the beginning of the topics.</param>
    /// <param name="decisions">What it decided then, in order.</param>
    public DecisionReplay(PartitionReader reader, EventTimeMerge merge, OutageEngine engine, IReadOnlyList<ReadPosition>? readTo, IReadOnlyList<Decision> decisions)
    {
        _reader = reader;
        _merge = merge;
        _engine = engine;
        _decisions = new Queue<Decision>(decisions);
        IsOver = readTo is null && decisions.Count == 0;
        if (!IsOver)
        {
            reader.Limit(readTo ?? []);
        }
    }

    /// <summary>Whether everything is as it was.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Goes on as far as what was read allows; everything that needs no decision was told before.</summary>
    public void Step()
    {
        while (!IsOver && _reader.HasReachedLimits)
        {
            if (_next is { } decision)
            {
                Make(_merge, _engine, decision.TickMicros, decision.Silent);
            }

            if (_decisions.TryDequeue(out _next))
            {
                _reader.Limit(_next.Read);
            }
            else
            {
                _reader.Unlimit();
                IsOver = true;
            }
        }
    }

    /// <summary>Does what a decision says.</summary>
    public static void Make(EventTimeMerge merge, OutageEngine engine, long? tickMicros, IReadOnlyList<string> silent)
    {
        if (silent.Count > 0)
        {
            merge.Pump(silent.Contains);
        }

        if (tickMicros is { } now)
        {
            engine.Tick(now);
        }
    }
}
