using System.IO.Compression;

namespace StreamWatch.Collectors.Feeds;

/// <summary>
/// gzip, member after member. The framework's stream throws away what it unpacked in the call that meets the damage, up to a whole block; where
/// the source can be read again, those bytes are recovered one by one, so that every record before the damage is read. A cut is noticed where the
/// program is built with strict validation (Directory.Build.props).
/// </summary>
internal sealed class GzipFeedStream(Stream source) : ReadOnlyForwardStream
{
    private const int SourceBuffer = 128 << 10;

    private GZipStream stream = Unpack(source);
    private long given;
    private bool recovering;

    public override int Read(Span<byte> buffer)
    {
        if (recovering)
        {
            return ReadOneByOne(buffer);
        }

        try
        {
            var read = stream.Read(buffer);
            given += read;
            return read;
        }
        catch (InvalidDataException) when (source.CanSeek)
        {
            recovering = true;
            source.Position = 0;
            stream = Unpack(source);
            Skip(given);
            return ReadOneByOne(buffer);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private static GZipStream Unpack(Stream source) =>
        new(new BufferedStream(source, SourceBuffer), CompressionMode.Decompress, leaveOpen: true);

    private static InvalidDataException Damaged(Exception e) => new("the gzip data ends early or is damaged", e);

    private void Skip(long count)
    {
        var scratch = new byte[64 << 10];
        while (count > 0)
        {
            var read = stream.Read(scratch, 0, (int)Math.Min(scratch.Length, count));
            if (read == 0)
            {
                return;
            }

            count -= read;
        }
    }

    private int ReadOneByOne(Span<byte> buffer)
    {
        var read = 0;
        try
        {
            while (read < buffer.Length && stream.ReadByte() is var value and >= 0)
            {
                buffer[read++] = (byte)value;
            }
        }
        catch (InvalidDataException e) when (read == 0)
        {
            throw Damaged(e);
        }
        catch (InvalidDataException)
        {
            // Said by the next call, which meets it at once.
        }

        return read;
    }
}
