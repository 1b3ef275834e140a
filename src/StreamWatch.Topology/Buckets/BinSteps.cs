using Google.Protobuf;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>
/// Which bin is closed next, from what all buckets say is complete. Bucket 0's words cut time into ranges, and within a range the same bins are closed and left
/// out, however the words of the others came in between.
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
    private bool _isOver;

    /// <summary>Takes the word of a bucket. A bin that it speaks of twice goes on in its next word.</summary>
    /// <exception cref="ContractException">It speaks of a bin that it had said was complete, and nothing of the word is taken.</exception>
    public void Take(int bucket, BucketActivity activity)
    {
        Contract.Require(!_hasEnded[bucket] && !activity.Bins.Any(bin => bin.Bin < _upTo[bucket]), "a bucket speaks of a bin before it says that it is complete");
        foreach (var bin in activity.Bins)
        {
            if (!_bins.TryGetValue(bin.Bin, out var byBucket))
            {
                _bins.Add(bin.Bin, byBucket = new byte[]?[_upTo.Length]);
            }

            byBucket[bucket] = [.. byBucket[bucket] ?? [], .. bin.ToByteArray()];
        }

        _upTo[bucket] = activity.UpToBin;
        _hasEnded[bucket] |= activity.HasEnded;
        if (bucket == 0)
        {
            _ranges.Enqueue(activity.UpToBin);
        }
    }

    /// <summary>The next step without what is known of its bin, and that by bucket (<see cref="BinActivity"/>), empty where nothing is; null where it is not known yet, or no more come.</summary>
    public (BinStep Step, IReadOnlyList<byte[]?> Activity)? TryNext()
    {
        while (true)
        {
            if (_rangeEnd is not { } end)
            {
                if (BeginRange())
                {
                    continue;
                }

                if (_isOver || !Array.TrueForAll(_hasEnded, it => it))
                {
                    return null;
                }

                _isOver = true;
                return (new BinStep { Kind = BinStep.Types.Kind.End }, []);
            }

            if (!IsKnownUpTo(end))
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
                return (new BinStep { Kind = BinStep.Types.Kind.Progress, Until = end }, []);
            }

            if (bin >= end)
            {
                _rangeEnd = null;
                continue;
            }

            return Step(bin, end);
        }
    }

    private (BinStep Step, IReadOnlyList<byte[]?> Activity) Step(long bin, long end)
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
            return (new BinStep { Kind = BinStep.Types.Kind.Skip, Bin = bin, Until = later, Gap = later - bin + _emptyBins }, []);
        }
        else
        {
            _rangeEnd = null;
            return (new BinStep { Kind = BinStep.Types.Kind.Progress, Bin = bin, Until = end }, []);
        }

        _next = bin + 1;
        return (new BinStep { Kind = BinStep.Types.Kind.Bin, Bin = bin, Until = bin + 1 }, activity ?? []);
    }

    private bool BeginRange()
    {
        if (_ranges.TryDequeue(out var end))
        {
            _rangeEnd = end;
            return true;
        }

        if (Array.TrueForAll(_hasEnded, it => it) && _bins.Count > 0 && _bins.Keys.Last() is var last && (_next is null || last >= _next))
        {
            _rangeEnd = last + 1;
            return true;
        }

        return false;
    }

    private bool IsKnownUpTo(long end)
    {
        for (var bucket = 0; bucket < _upTo.Length; bucket++)
        {
            if (_upTo[bucket] is not { } upTo || (upTo < end && !_hasEnded[bucket]))
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
