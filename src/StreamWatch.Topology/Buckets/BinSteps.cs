using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>
/// Which bin is closed next, from what all buckets say is complete. Bucket 0 leads: its words cut time into ranges, and within a range the same bins are closed
/// and left out everywhere, however the words of the others came in between.
/// </summary>
internal sealed class BinSteps(int buckets, int baselineBins)
{
    private readonly long?[] _upTo = new long?[buckets];
    private readonly bool[] _hasEnded = new bool[buckets];
    private readonly SortedDictionary<long, byte[]?[]> _bins = [];
    private readonly Queue<long> _ranges = new();
    private long? _next;
    private long? _rangeEnd;
    private int _emptyBins;

    /// <summary>Whether the last bin was given out, and no more come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Takes the word of a bucket.</summary>
    public void Take(int bucket, BucketActivity activity)
    {
        foreach (var bin in activity.Bins)
        {
            if (!_bins.TryGetValue(bin.Bin, out var byBucket))
            {
                _bins.Add(bin.Bin, byBucket = new byte[]?[_upTo.Length]);
            }

            byBucket[bucket] = Google.Protobuf.MessageExtensions.ToByteArray(bin);
        }

        _upTo[bucket] = activity.UpToBin;
        _hasEnded[bucket] |= activity.HasEnded;
        if (bucket == 0)
        {
            _ranges.Enqueue(activity.UpToBin);
        }
    }

    /// <summary>The next step; null where it is not known yet, or no more come.</summary>
    public BinStep? TryNext()
    {
        while (true)
        {
            if (_rangeEnd is not { } end)
            {
                if (!BeginRange())
                {
                    return null;
                }

                continue;
            }

            if (!Array.TrueForAll(_upTo, upTo => upTo is not null) || !IsKnownUpTo(end))
            {
                return null;
            }

            if (_next is null && FirstFrom(long.MinValue) is { } first && first < end)
            {
                _next = first;
            }

            if (_next is not { } bin)
            {
                _rangeEnd = null;
                return new BinStep(TableUpdate.Types.Step.Progress, 0, end, 0, null);
            }

            if (bin >= end)
            {
                _rangeEnd = null;
                continue;
            }

            return Step(bin, end);
        }
    }

    private BinStep Step(long bin, long end)
    {
        if (_bins.Remove(bin, out var activity))
        {
            _emptyBins = 0;
        }
        else if (_emptyBins < baselineBins)
        {
            _emptyBins++;
        }
        else if (FirstFrom(bin) is { } later && later < end)
        {
            // There was nothing for longer than the baseline remembers.
            _next = later;
            return new BinStep(TableUpdate.Types.Step.Skip, bin, later, later - bin + _emptyBins, null);
        }
        else
        {
            _rangeEnd = null;
            return new BinStep(TableUpdate.Types.Step.Progress, bin, end, 0, null);
        }

        _next = bin + 1;
        return new BinStep(TableUpdate.Types.Step.Bin, bin, bin + 1, 0, activity ?? new byte[]?[_upTo.Length]);
    }

    private bool BeginRange()
    {
        if (_ranges.TryDequeue(out var end))
        {
            _rangeEnd = end;
            return true;
        }

        if (!Array.TrueForAll(_hasEnded, it => it) || HasEnded)
        {
            return false;
        }

        if (_bins.Count > 0 && _bins.Keys.Last() is var last && (_next is null || last >= _next))
        {
            _rangeEnd = last + 1;
            return true;
        }

        HasEnded = true;
        return false;
    }

    private bool IsKnownUpTo(long end)
    {
        for (var bucket = 0; bucket < _upTo.Length; bucket++)
        {
            if (_upTo[bucket] < end && !_hasEnded[bucket])
            {
                return false;
            }
        }

        return true;
    }

    private long? FirstFrom(long bin)
    {
        foreach (var found in _bins.Keys)
        {
            if (found >= bin)
            {
                return found;
            }
        }

        return null;
    }
}
