using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;

namespace StreamWatch.Collectors.Feeds;

/// <summary>bzip2 by SharpZipLib, stream after stream until the input ends, for systems without libbz2.</summary>
internal sealed class ManagedBzip2Stream(Stream source) : ReadOnlyForwardStream
{
    private readonly BufferedStream buffered = new(source, 128 << 10);
    private readonly byte[] one = new byte[1];
    private BZip2InputStream? stream;
    private bool finished;
    private string? fault;

    public override int Read(Span<byte> buffer)
    {
        if (fault is not null)
        {
            throw new InvalidDataException(fault);
        }

        var written = 0;
        try
        {
            while (written < buffer.Length && !finished)
            {
                stream ??= new BZip2InputStream(buffered) { IsStreamOwner = false };
                var value = stream.ReadByte();
                if (value >= 0)
                {
                    buffer[written++] = (byte)value;
                    continue;
                }

                stream = null;
                finished = !AnotherBegins();
            }
        }
        catch (Exception e) when (e is SharpZipBaseException or IndexOutOfRangeException or EndOfStreamException)
        {
            fault = $"the bzip2 data is damaged or ends early ({e.Message})";
            if (written == 0)
            {
                throw new InvalidDataException(fault, e);
            }
        }

        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            buffered.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>SharpZipLib takes its input byte by byte, so that the next stream starts exactly where the last one ended.</summary>
    private bool AnotherBegins()
    {
        if (buffered.Read(one, 0, 1) == 0 || one[0] != 'B')
        {
            return false;
        }

        stream = new BZip2InputStream(new RewoundStream([.. one], buffered)) { IsStreamOwner = false };
        return true;
    }
}
