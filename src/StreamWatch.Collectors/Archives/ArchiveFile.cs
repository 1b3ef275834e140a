namespace StreamWatch.Collectors.Archives;

/// <summary>One file of the input, looked at but not yet read.</summary>
/// <param name="Path">The file as it was found.</param>
/// <param name="Collector">Name of the route collector.</param>
/// <param name="Content">SHA-256 of the file's bytes, lower-case hex: what the file is, wherever it lies.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="FirstMicros">Time of its first record, microseconds since the epoch.</param>
/// <param name="StartsWithTable">Whether its first record belongs to a table dump.</param>
public sealed record ArchiveFile(string Path, string Collector, string Content, long Bytes, long FirstMicros, bool StartsWithTable)
    : IComparable<ArchiveFile>
{
    /// <summary>In order of time; at one time tables first, then by collector and content, so that the order of the paths does not matter.</summary>
    public int CompareTo(ArchiveFile? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = FirstMicros.CompareTo(other.FirstMicros);
        order = order != 0 ? order : other.StartsWithTable.CompareTo(StartsWithTable);
        order = order != 0 ? order : string.CompareOrdinal(Collector, other.Collector);
        return order != 0 ? order : string.CompareOrdinal(Content, other.Content);
    }
}
