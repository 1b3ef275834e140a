using System.Security.Cryptography;
using System.Text;
using StreamWatch.Storage.Ledgers;

namespace StreamWatch.App.Running.Journals;

/// <summary>A file of the journal: JSON lines of results and heartbeats as they came. A source of the ledger, known by its name, which no other segment ever has.</summary>
/// <param name="path">The file.</param>
/// <param name="bytes">Bytes in it now.</param>
/// <param name="isClosed">Whether no more will be written to it.</param>
internal sealed class JournalSegment(string path, long bytes, bool isClosed)
{
    private long _bytes = bytes;
    private long _storedUpTo;
    private volatile bool _isClosed = isClosed;

    public string Path { get; } = path;

    public string Name { get; } = System.IO.Path.GetFileName(path);

    /// <summary>Bytes written: whole lines while it is open.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether no more is written to it.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The ledger's knowledge of it; null before it was asked.</summary>
    public StoredSource? Source { get; set; }

    /// <summary>Everything before this offset was read and stored, as far as this process knows.</summary>
    public long StoredUpTo
    {
        get => Volatile.Read(ref _storedUpTo);
        set => Volatile.Write(ref _storedUpTo, value);
    }

    /// <summary>Whether no more is written to it and everything in it is stored.</summary>
    public bool IsDone => IsClosed && StoredUpTo == Bytes;

    public SourceDescription Description => new(
        SourceKind.Feed,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"streamwatch journal {Name}"))),
        Name);

    public void Grow(int bytes) => Volatile.Write(ref _bytes, _bytes + bytes);

    public void Close() => _isClosed = true;
}
