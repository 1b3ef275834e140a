namespace StreamWatch.Storage.Ledgers;

/// <summary>A source of rows, known by content: the same file under another name is the same source.</summary>
/// <param name="Kind">File, run or feed.</param>
/// <param name="Identity">SHA-256 in hex, 64 lower-case digits.</param>
/// <param name="Name">File name without its folder, or a name for people.</param>
/// <param name="Collector">Route collector of a file; empty otherwise.</param>
/// <param name="Bytes">Size of a file; null otherwise.</param>
public sealed record SourceDescription(SourceKind Kind, string Identity, string Name, string Collector = "", long? Bytes = null)
{
    /// <summary>Time of the first record or line of a file, microseconds since 1970 UTC; null for other sources and empty files.</summary>
    public long? FirstMicros { get; init; }

    /// <summary>Whether the first record of a file belongs to a table dump.</summary>
    public bool StartsWithTable { get; init; }
}
