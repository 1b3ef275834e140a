namespace StreamWatch.Storage.Reading;

/// <summary>A piece <c>[Start, End)</c> of what is read, and how many rows it has; where that is too many, one of several shares of it.</summary>
/// <param name="Start">In the units of the table's time.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Rows">Rows between them, of all shares.</param>
/// <param name="Share">Which share, from 0.</param>
/// <param name="Shares">How many shares it is read in.</param>
internal readonly record struct ReadingSpan(long Start, long End, long Rows, long Share = 0, long Shares = 1);
