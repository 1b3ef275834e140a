using System.Buffers;
using Google.Protobuf;

namespace StreamWatch.Schemas.Batches;

/// <summary>Bytes of a column on their way into a message: grown once, used for one batch after another.</summary>
internal sealed class Blob
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public IBufferWriter<byte> Writer => _bytes;

    public int Length => _bytes.WrittenCount;

    public void Append(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>The bytes as they are now, not copied: to be written before anything is appended again.</summary>
    public ByteString View() => UnsafeByteOperations.UnsafeWrap(_bytes.WrittenMemory);

    public void Clear() => _bytes.ResetWrittenCount();
}
