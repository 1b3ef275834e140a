using StreamWatch.Schemas.Batches;

namespace StreamWatch.Topology.Buckets;

/// <summary>Keeps what the buckets said of bins, in parts, until all have said all of a bin.</summary>
internal sealed class BinReports(int buckets)
{
    private readonly SortedDictionary<long, Sheet> _bins = [];

    /// <summary>Keeps a part of what a bucket says of a bin.</summary>
    /// <exception cref="ContractException">It had said all.</exception>
    public void Put(int bucket, long bin, byte[] part, bool more)
    {
        if (!_bins.TryGetValue(bin, out var sheet))
        {
            _bins.Add(bin, sheet = new Sheet(buckets));
        }

        Contract.Require(!sheet.IsWhole[bucket], "a bucket says everything of a bin once");
        sheet.Parts[bucket].Add(part);
        sheet.IsWhole[bucket] = !more;
        sheet.Whole += more ? 0 : 1;
    }

    /// <summary>Whether every bucket has said all of this bin.</summary>
    public bool IsWhole(long bin) => _bins.TryGetValue(bin, out var sheet) && sheet.Whole == buckets;

    /// <summary>The first bin of which every bucket has said all; null where none is.</summary>
    public long? FirstWhole()
    {
        foreach (var (bin, sheet) in _bins)
        {
            if (sheet.Whole == buckets)
            {
                return bin;
            }
        }

        return null;
    }

    /// <summary>Takes what was said of a bin out, in order of the buckets.</summary>
    public IEnumerable<byte[]> Take(long bin) => _bins.Remove(bin, out var sheet) ? sheet.Parts.SelectMany(parts => parts) : [];

    private sealed class Sheet(int buckets)
    {
        public List<byte[]>[] Parts { get; } = [.. Enumerable.Range(0, buckets).Select(_ => new List<byte[]>())];

        public bool[] IsWhole { get; } = new bool[buckets];

        public int Whole { get; set; }
    }
}
