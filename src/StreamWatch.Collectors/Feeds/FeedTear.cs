namespace StreamWatch.Collectors.Feeds;

/// <summary>Where a file ends too early. What stood before was read.</summary>
/// <param name="Offset">First byte of the decompressed stream that is no whole record.</param>
/// <param name="Reason">What is wrong there, for people.</param>
public sealed record FeedTear(long Offset, string Reason);
