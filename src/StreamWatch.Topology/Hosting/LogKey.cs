using System.Buffers.Binary;

namespace StreamWatch.Topology.Hosting;

/// <summary>
/// Keys of the changelog of a task. An epoch is one life of the task: each restoration begins a new one, so that what a life that has ended writes
/// all the same (a process that slept while another took over) is known and left out. Numbers are big endian.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>L</c> number of the input (8), epoch (4), part (1, with 128 on the last one): part of a <c>LoggedInput</c>.</item>
/// <item><c>C</c> epoch (4), generation (8), index (4): chunk of a snapshot: a length-prefixed <c>HostState</c>, then the state of the task.</item>
/// <item><c>M</c> epoch (4): <c>SnapshotMarker</c>.</item>
/// <item><c>E</c> epoch (4): number of its first input (8).</item>
/// </list>
/// </remarks>
internal static class LogKey
{
    public const byte LastPart = 128;

    public static byte[] Input(ulong number, uint epoch, byte part)
    {
        var key = new byte[14];
        key[0] = (byte)'L';
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), number);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(9), epoch);
        key[13] = part;
        return key;
    }

    public static byte[] Chunk(uint epoch, ulong generation, uint index)
    {
        var key = new byte[17];
        key[0] = (byte)'C';
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), epoch);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(5), generation);
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(13), index);
        return key;
    }

    public static byte[] Marker(uint epoch) => Short((byte)'M', epoch);

    public static byte[] Epoch(uint epoch) => Short((byte)'E', epoch);

    private static byte[] Short(byte kind, uint epoch)
    {
        var key = new byte[5];
        key[0] = kind;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), epoch);
        return key;
    }
}
