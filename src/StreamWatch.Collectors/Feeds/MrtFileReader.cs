using StreamWatch.Bgp.Mrt;

namespace StreamWatch.Collectors.Feeds;

/// <summary>
/// Reads the records of one MRT file, packed or not, front to back. Allocates nothing once its buffers have grown. A damaged file gives
/// every whole record before the damage; then <see cref="Tear"/> says where and why it ends.
/// </summary>
public sealed class MrtFileReader : IDisposable
{
    private readonly IBlockSource source;
    private byte[] block = [];
    private int position;
    private int end;
    private byte[] straddling = new byte[4096];
    private bool ended;

    private MrtFileReader(string path, Compression compression, IBlockSource source)
    {
        Path = path;
        Compression = compression;
        this.source = source;
    }

    /// <summary>The file as it was given.</summary>
    public string Path { get; }

    /// <summary>How it is packed.</summary>
    public Compression Compression { get; }

    /// <summary>Offset of the next record in the decompressed stream; at the end, how many bytes were good.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the file ends too early; null while it has not, or where it ended well.</summary>
    public FeedTear? Tear { get; private set; }

    /// <summary>Opens a file and looks at its first record.</summary>
    /// <exception cref="FeedException">There is no such file, it cannot be read, or it is not MRT.</exception>
    public static MrtFileReader Open(string path, MrtReaderOptions? options = null)
    {
        var reader = Start(path, options ?? new MrtReaderOptions());
        reader.CheckStart();
        return reader;
    }

    /// <summary>The next record. The body is good until the next call.</summary>
    /// <returns>False at the end, whether good (<see cref="Tear"/> is null) or torn.</returns>
    public bool TryRead(out MrtHeader header, out ReadOnlySpan<byte> body)
    {
        var rest = block.AsSpan(position, end - position);
        if (MrtHeader.TryRead(rest, Offset, out header) == MrtHeaderStatus.Ok && rest.Length >= header.RecordLength)
        {
            body = rest.Slice(header.HeaderLength, header.BodyLength);
            position += header.RecordLength;
            Offset += header.RecordLength;
            return true;
        }

        return TryReadSlowly(out header, out body);
    }

    public void Dispose() => source.Dispose();

    /// <summary>Opens a file and lets its decompression begin, without waiting for the first bytes.</summary>
    internal static MrtFileReader Start(string path, MrtReaderOptions options)
    {
        var stream = FeedStream.Open(path, out var compression);
        IBlockSource blocks = compression == Compression.None || !options.Background
            ? new DirectBlocks(stream, options.BlockSize)
            : new PumpedBlocks(stream, options.BlockSize, options.BlocksAhead);
        return new MrtFileReader(path, compression, blocks);
    }

    /// <summary>Looks at the first records. A first record of unknown type is forgiven where a known one follows it.</summary>
    /// <exception cref="FeedException">The file is not MRT.</exception>
    internal void CheckStart()
    {
        if (NextBlock() && !MrtProbe.LooksLikeMrt(block.AsSpan(position, end - position)))
        {
            Dispose();
            throw new FeedException(source.Fault is { } fault
                ? $"{Path}: gives no MRT records: {fault}"
                : $"{Path}: is not MRT: no record header of a known type at its start (gzip, bzip2 and plain files are read)");
        }
    }

    /// <summary>At the end, and for records that straddle blocks.</summary>
    private bool TryReadSlowly(out MrtHeader header, out ReadOnlySpan<byte> body)
    {
        body = default;
        header = default;
        if (ended)
        {
            return false;
        }

        var have = 0;
        while (true)
        {
            var status = MrtHeader.TryRead(straddling.AsSpan(0, have), Offset, out header);
            if (status == MrtHeaderStatus.TooLong)
            {
                return End(have, $"the record's length is impossible ({header.BodyLength:N0} bytes; at most {MrtHeader.MaxRecordLength:N0} are believed)");
            }

            var want = status == MrtHeaderStatus.Ok ? header.RecordLength : have < MrtHeader.Size ? MrtHeader.Size : MrtHeader.ExtendedSize;
            if (status == MrtHeaderStatus.Ok && have == want)
            {
                body = straddling.AsSpan(header.HeaderLength, header.BodyLength);
                Offset += have;
                return true;
            }

            if (position == end && !NextBlock())
            {
                return End(have, status == MrtHeaderStatus.Ok
                    ? $"the record ends early ({have - header.HeaderLength:N0} of {header.BodyLength:N0} bytes)"
                    : "the record's header ends early");
            }

            if (want > straddling.Length)
            {
                // Grows with the bytes that are really there, not with what a damaged length promises.
                var size = Math.Min(want, Math.Max(straddling.Length * 2L, have + (end - position)));
                Array.Resize(ref straddling, (int)size);
            }

            var count = Math.Min(Math.Min(want, straddling.Length) - have, end - position);
            block.AsSpan(position, count).CopyTo(straddling.AsSpan(have));
            position += count;
            have += count;
        }
    }

    private bool End(int have, string reason)
    {
        ended = true;
        if (have > 0 || source.Fault is not null)
        {
            Tear = new FeedTear(Offset, source.Fault ?? reason);
        }

        return false;
    }

    private bool NextBlock()
    {
        var found = source.TryNext(out var next);
        block = next.Array ?? [];
        position = next.Offset;
        end = next.Offset + next.Count;
        return found;
    }
}
