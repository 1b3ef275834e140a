namespace StreamWatch.Storage.ClickHouse;

/// <summary>An insert's data that lies in one piece of memory.</summary>
public sealed class BytesBody(ReadOnlyMemory<byte> bytes) : InsertBody
{
    public override long Length => bytes.Length;

    public override Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.WriteAsync(bytes, cancellationToken).AsTask();
    }
}
