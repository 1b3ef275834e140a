using StreamWatch.Topology.Hosting;

namespace StreamWatch.Tests.Topology.Hosting;

/// <summary>A changelog in memory: every entry in order, of which a crash keeps a beginning and compaction the newest of each key.</summary>
sealed class KeptLog : ITaskLog
{
    readonly List<(byte[] Key, byte[]? Value)> _entries = [];

    /// <summary>Entries that are safe whatever happens.</summary>
    public int Safe { get; private set; }

    public int Count => _entries.Count;

    public int LongestValue => _entries.Max(entry => entry.Value?.Length ?? 0);

    public void Put(byte[] key, byte[] value) => _entries.Add((key, value));

    public void Delete(byte[] key) => _entries.Add((key, null));

    public void Flush() => Safe = _entries.Count;

    /// <summary>The process died: some of what was not safe is gone.</summary>
    public void Crash(int lost)
    {
        var left = Math.Max(Safe, _entries.Count - lost);
        _entries.RemoveRange(left, _entries.Count - left);

        // What a broker gives out it has.
        Safe = left;
    }

    /// <summary>What compaction would leave.</summary>
    public List<(byte[] Key, byte[]? Value)> Compacted() =>
        [.. _entries.Index().GroupBy(entry => Convert.ToHexString(entry.Item.Key)).Select(key => key.Last()).OrderBy(entry => entry.Index).Select(entry => entry.Item)];

    public RestoredLog Read(bool isCompacted = false, int from = 0)
    {
        var restored = new RestoredLog();
        foreach (var (key, value) in (isCompacted ? Compacted() : _entries).Skip(from))
        {
            restored.Apply(key, value);
        }

        return restored;
    }
}
