using System.Buffers.Binary;

namespace StreamWatch.Storage.Writing.Columns;

/// <summary>Arrays of three numbers, for large communities (RFC 8092): the ends, then all first numbers, all second ones, all third ones.</summary>
public sealed class TripleListColumn(string name) : Column(name, "Array(Tuple(UInt32, UInt32, UInt32))")
{
    private readonly PooledBytes _ends = new();
    private readonly PooledBytes[] _parts = [new(), new(), new()];
    private ulong _count;

    public override bool IsDefault => _count == 0;

    public override long Length => _ends.Length + _parts.Sum(p => (long)p.Length);

    /// <summary>Appends one array whose items are 12 bytes each, big-endian; a cut last item is left out.</summary>
    public void AppendBigEndian(ReadOnlySpan<byte> wire)
    {
        for (; wire.Length >= 12; wire = wire[12..])
        {
            for (var part = 0; part < 3; part++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(_parts[part].Take(4), BinaryPrimitives.ReadUInt32BigEndian(wire[(4 * part)..]));
            }

            _count++;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_ends.Take(sizeof(ulong)), _count);
    }

    public override void Clear()
    {
        _ends.Clear();
        Array.ForEach(_parts, p => p.Clear());
        _count = 0;
    }

    public override void Release()
    {
        Clear();
        _ends.Release();
        Array.ForEach(_parts, p => p.Release());
    }

    internal override async ValueTask WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_ends.Written, cancellationToken).ConfigureAwait(false);
        foreach (var part in _parts)
        {
            await stream.WriteAsync(part.Written, cancellationToken).ConfigureAwait(false);
        }
    }
}
