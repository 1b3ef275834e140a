using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StreamWatch.App.Collecting.Live;

/// <summary>
/// A round in a file, little-endian: the word <c>SWROUND1</c>, the ordinal behind the round (8 bytes), the number of batches (4), the length of each (4),
/// the batches by partition, and a SHA-256 of all of that.
/// </summary>
/// <param name="NextOrdinal">Where the ordinals of the next round begin.</param>
/// <param name="Batches">The batches, by partition.</param>
internal sealed record RoundFile(long NextOrdinal, IReadOnlyList<byte[]> Batches)
{
    private const int HeadBytes = 20;

    private static ReadOnlySpan<byte> Word => "SWROUND1"u8;

    /// <summary>The file's bytes.</summary>
    public byte[] Write()
    {
        var bytes = new byte[HeadBytes + Batches.Sum(batch => sizeof(int) + batch.Length) + SHA256.HashSizeInBytes];
        Word.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), NextOrdinal);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Batches.Count);
        var at = HeadBytes;
        foreach (var batch in Batches)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), batch.Length);
            at += sizeof(int);
        }

        foreach (var batch in Batches)
        {
            batch.CopyTo(bytes, at);
            at += batch.Length;
        }

        SHA256.HashData(bytes.AsSpan(0, at), bytes.AsSpan(at));
        return bytes;
    }

    /// <summary>Reads it back; null where it is not what was written.</summary>
    public static RoundFile? Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length - SHA256.HashSizeInBytes;
        if (end < HeadBytes || !bytes.StartsWith(Word) || !SHA256.HashData(bytes[..end]).AsSpan().SequenceEqual(bytes[end..]))
        {
            return null;
        }

        var batches = new byte[BinaryPrimitives.ReadInt32LittleEndian(bytes[16..])][];
        var at = HeadBytes + (batches.Length * sizeof(int));
        for (var i = 0; i < batches.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeadBytes + (i * sizeof(int)))..]);
            batches[i] = bytes.Slice(at, length).ToArray();
            at += length;
        }

        return new RoundFile(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), batches);
    }
}
