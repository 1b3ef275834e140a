namespace StreamWatch.Collectors.Archives;

/// <summary>
/// Guards a file's event time against records whose time was damaged: a jump ahead of more than a day is believed only
/// when <see cref="Believed"/> records in a row keep to it. Otherwise one flipped bit would end the time of everything else.
/// </summary>
public sealed class RecordClock
{
    /// <summary>Farthest jump that is believed at once, microseconds: one day.</summary>
    public const long FarthestJumpMicros = 86_400_000_000;

    /// <summary>Records in a row that prove a farther jump.</summary>
    public const int Believed = 16;

    private long? _newest;
    private int _ahead;

    /// <summary>Takes the next record's time; false where it is not believed.</summary>
    public bool Accept(long micros)
    {
        if (_newest is { } newest && micros - newest > FarthestJumpMicros && ++_ahead < Believed)
        {
            return false;
        }

        _ahead = 0;
        _newest = Math.Max(_newest ?? micros, micros);
        return true;
    }

    /// <summary>Newest time that was believed, microseconds since the epoch; 0 before the first.</summary>
    public long Newest => _newest ?? 0;
}
