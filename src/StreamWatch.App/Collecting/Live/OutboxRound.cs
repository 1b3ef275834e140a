namespace StreamWatch.App.Collecting.Live;

/// <summary>A round that waits in the outbox.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Turn">Which session of the outbox it belongs to, from 0.</param>
/// <param name="Round">Its number in the session.</param>
/// <param name="Bytes">Size of the file.</param>
internal sealed record OutboxRound(string Path, int Turn, long Round, long Bytes);
