namespace StreamWatch.Storage.Embedded;

/// <summary>A data directory is held by another process.</summary>
public sealed class DirectoryInUseException(string directory, int? processId, string? purpose, string holder, Exception? inner = null)
    : StorageException($"{directory} is in use by {holder}", inner)
{
    /// <summary>The directory, as the user named it.</summary>
    public string Directory { get; } = directory;

    /// <summary>Process that holds it; null where it cannot be told.</summary>
    public int? ProcessId { get; } = processId;

    /// <summary>Command of that process; null where it cannot be told.</summary>
    public string? Purpose { get; } = purpose;
}
