using System.IO.Compression;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>The data of one insert. It may be sent more than once (a retry), so it must stay unchanged until the insert has ended.</summary>
public abstract class InsertBody
{
    /// <summary>Exact length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Writes the whole data.</summary>
    public abstract Task WriteToAsync(Stream stream, CancellationToken cancellationToken);

    /// <summary>The same, through gzip where that is asked for.</summary>
    internal async Task WriteToAsync(Stream stream, bool gzip, CancellationToken cancellationToken)
    {
        if (!gzip)
        {
            await WriteToAsync(stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        var compressed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await using (compressed.ConfigureAwait(false))
        {
            await WriteToAsync(compressed, cancellationToken).ConfigureAwait(false);
        }
    }
}
