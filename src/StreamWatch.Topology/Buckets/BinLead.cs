using StreamWatch.Domain.Detection;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>
/// What bucket 0 does for all: from what each says of its bins it says which bin is closed next, which views are new, when the route collectors were heard and
/// whose dumps are read. It gets a few numbers of each bin, and none of its events.
/// </summary>
internal sealed class BinLead
{
    private readonly long _idleMicros;
    private readonly BinSteps _steps;
    private readonly ViewIndex _index = new();

    /// <summary>Views that each bucket has told, and the numbers of those of closed bins among all.</summary>
    private readonly int[] _told;
    private readonly List<int>[] _numbersOf;

    public BinLead(DetectionOptions options, int buckets)
    {
        _idleMicros = options.IdleAfter.Ticks / TimeSpan.TicksPerMicrosecond;
        _steps = new BinSteps(buckets, options.BaselineBins);
        _told = new int[buckets];
        _numbersOf = [.. Enumerable.Range(0, buckets).Select(_ => new List<int>())];
    }

    /// <summary>Takes the word of a bucket; what all do next, in order.</summary>
    /// <exception cref="ContractException">It speaks of a view that it did not tell, or of a bin again; nothing of it is taken.</exception>
    public NextSteps Take(int bucket, BucketActivity activity)
    {
        var told = ViewsTold(bucket, activity);
        _steps.Take(bucket, activity);
        _told[bucket] = told;
        var next = new NextSteps();
        while (_steps.TryNext() is var (step, byBucket))
        {
            BinActivity?[] said = [.. byBucket.Select(bytes => bytes is null ? null : BinActivity.Parser.ParseFrom(bytes))];
            AddViews(step, said);
            AddSlots(step, said);
            AddLoads(step, said);
            next.Steps.Add(step);
        }

        return next;
    }

    /// <summary>How many views the bucket has told with this word.</summary>
    private int ViewsTold(int bucket, BucketActivity activity)
    {
        var told = _told[bucket];
        foreach (var bin in activity.Bins)
        {
            foreach (var view in bin.Views)
            {
                ViewCodec.Read(view);
                told++;
            }

            Contract.Require(bin.Loads.All(load => load.View < told), "a dump's view was told before");
        }

        return told;
    }

    private void AddViews(BinStep step, BinActivity?[] said)
    {
        var told = said.Select(one => one?.Views.Select(ViewCodec.Read).ToList() ?? []).ToList();
        foreach (var key in told.SelectMany(keys => keys).Where(key => !_index.Knows(key)).Distinct().OrderBy(ViewIndex.Turn).ThenBy(key => key))
        {
            _index.TakeUp(key);
            step.Views.Add(ViewCodec.Of(key));
        }

        for (var bucket = 0; bucket < told.Count; bucket++)
        {
            _numbersOf[bucket].AddRange(told[bucket].Select(_index.NumberOf));
        }
    }

    private void AddSlots(BinStep step, BinActivity?[] said)
    {
        foreach (var slot in said.SelectMany(one => one?.Slots ?? []).GroupBy(part => (part.Collector, Number: SourceRhythm.SlotOf(part.FirstMicros, _idleMicros)))
            .OrderBy(group => group.Key.Collector, StringComparer.Ordinal).ThenBy(group => group.Key.Number))
        {
            step.Slots.Add(new CollectorSlot
            {
                Collector = slot.Key.Collector,
                FirstMicros = slot.Min(part => part.FirstMicros),
                LastMicros = slot.Max(part => part.LastMicros),
                Count = (uint)slot.Sum(part => part.Count),
            });
        }
    }

    private void AddLoads(BinStep step, BinActivity?[] said)
    {
        var families = new SortedDictionary<(uint Part, uint View), uint>();
        for (var bucket = 0; bucket < said.Length; bucket++)
        {
            foreach (var load in said[bucket]?.Loads ?? [])
            {
                var key = (load.Part, (uint)_numbersOf[bucket][(int)load.View]);
                families[key] = families.GetValueOrDefault(key) | load.Families;
            }
        }

        step.Loads.AddRange(families.Select(load => new RibLoad { Part = load.Key.Part, View = load.Key.View, Families = load.Value }));
    }
}
