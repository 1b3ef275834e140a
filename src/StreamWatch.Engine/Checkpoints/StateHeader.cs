namespace StreamWatch.Engine.Checkpoints;

/// <summary>The first 40 bytes of a snapshot.</summary>
internal static class StateHeader
{
    private const int FingerprintBytes = 32;

    private static ReadOnlySpan<byte> Magic => "SWSTATE"u8;

    private const byte Version = 1;

    public static void Write(Stream to, ReadOnlySpan<byte> fingerprint)
    {
        to.Write(Magic);
        to.WriteByte(Version);
        to.Write(fingerprint);
    }

    public static void Check(Stream from, ReadOnlySpan<byte> fingerprint)
    {
        Span<byte> header = stackalloc byte[Magic.Length + 1 + FingerprintBytes];
        if (from.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith(Magic))
        {
            throw new CheckpointException("this is no snapshot of StreamWatch, or its beginning is lost");
        }

        var version = header[Magic.Length];
        if (version != Version)
        {
            throw new CheckpointException($"the snapshot has format {version}; this build reads {Version}: start the build that wrote it, or begin without it");
        }

        if (!header[(Magic.Length + 1)..].SequenceEqual(fingerprint))
        {
            throw new CheckpointException("the snapshot was written by another build of StreamWatch, or on another runtime: start that one, or begin without it");
        }
    }
}
