namespace StreamWatch.Collectors.Feeds;

/// <summary>A stream that cannot seek, with the bytes already taken from it in front.</summary>
internal sealed class RewoundStream(byte[] head, Stream rest) : ReadOnlyForwardStream
{
    private int taken;

    public override int Read(Span<byte> buffer)
    {
        if (taken == head.Length)
        {
            return rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, head.Length - taken);
        head.AsSpan(taken, count).CopyTo(buffer);
        taken += count;
        return count;
    }

    public override int ReadByte() => taken == head.Length ? rest.ReadByte() : head[taken++];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
