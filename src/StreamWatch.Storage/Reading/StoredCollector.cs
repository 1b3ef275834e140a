namespace StreamWatch.Storage.Reading;

/// <summary>A route collector of which files are stored.</summary>
/// <param name="Name">For example <c>rrc00</c>.</param>
/// <param name="FirstMicros">Time of the first record of its files, microseconds since 1970 UTC.</param>
/// <param name="LastMicros">Time of the last record of those of its files that are stored to their end; null where none is.</param>
/// <param name="TableMicros">Start of its last whole table dump before the time that was asked about; null where there is none.</param>
/// <param name="IsLive">Whether it is heard live too, so that its files' end is not its own.</param>
public sealed record StoredCollector(string Name, long FirstMicros, long? LastMicros, long? TableMicros, bool IsLive);
