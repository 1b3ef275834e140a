namespace StreamWatch.Collectors.Archives;

/// <summary>
/// Guards a file's event time against records whose time was damaged: a jump ahead of more than a day is believed only where
/// <see cref="Believed"/> records in a row keep to it. Otherwise one flipped bit would end the time of everything else. Whoever reads looks that
/// far ahead, so that the first record of those that are believed counts like the last: a file made of two that lie apart is read as the two are.
/// </summary>
public sealed class RecordClock
{
    /// <summary>Farthest jump that is believed at once, microseconds: one day.</summary>
    public const long FarthestJumpMicros = 86_400_000_000;

    /// <summary>Records in a row that prove a farther jump.</summary>
    public const int Believed = 16;

    private long? _newest;

    /// <summary>Newest time that was believed, microseconds since the epoch; 0 before the first.</summary>
    public long Newest => _newest ?? 0;

    /// <summary>Whether a time lies so far ahead that it has to be proved.</summary>
    public bool IsAhead(long micros) => _newest is { } newest && micros - newest > FarthestJumpMicros;

    /// <summary>The time is believed.</summary>
    public void Believe(long micros) => _newest = Math.Max(_newest ?? micros, micros);
}
