namespace StreamWatch.Storage.Reading;

/// <summary>From when to when measurements of one kind are stored.</summary>
/// <param name="FirstMicros">Time of the first, microseconds since 1970 UTC; null where none is stored.</param>
/// <param name="LastMicros">Time of the last.</param>
/// <param name="SourcesFromMicros">Time of the first record of all files of the kind that were ever stored: earlier than the first where some of it is deleted by now; null where no file tells.</param>
public sealed record StoredSpan(long? FirstMicros, long? LastMicros, long? SourcesFromMicros);
